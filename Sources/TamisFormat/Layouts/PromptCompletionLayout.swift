import TamisCore

/// `{"prompt": string, "completion": string, "system"?: string}`: one question, one answer.
///
/// A `system` that is null or empty counts as none, as a cell of a table that was left blank.
public struct PromptCompletionLayout: Layout {
  public static let name = "prompt-completion"
  public static let required: [FieldName] = [prompt, completion]
  public static let optional: [FieldName] = [system]

  // Names are costly to make: once, not for each record.
  private static let prompt: FieldName = "prompt"
  private static let completion: FieldName = "completion"
  private static let system: FieldName = "system"

  public init() {}

  public mutating func example(from record: Record) -> Result<Example, LayoutFailure> {
    do throws(LayoutFailure) {
      let prompt = try text(Self.prompt, of: record)
      let completion = try text(Self.completion, of: record)
      return .success(
        .promptCompletion(
          PromptCompletion(
            prompt: prompt, completion: completion, system: try system(of: record))))
    } catch {
      return .failure(error)
    }
  }

  private func text(_ name: FieldName, of record: Record) throws(LayoutFailure) -> JSONFragment {
    guard let value = record[name] else {
      throw LayoutFailure(.missingKey, "the record has no '\(name)'")
    }
    let fragment = JSONFragment(value)
    switch value.kind {
    case .string where fragment.isEmptyString:
      throw LayoutFailure(.emptyContent, "'\(name)' is empty, at /\(name)")
    case .string:
      return fragment
    case .null:
      throw LayoutFailure(.emptyContent, "'\(name)' is null, at /\(name)")
    default:
      throw LayoutFailure(
        .wrongType, "'\(name)' is \(value.kind.phrase), not a string, at /\(name)")
    }
  }

  private func system(of record: Record) throws(LayoutFailure) -> JSONFragment? {
    guard let value = record[Self.system], value.kind != .null else { return nil }
    guard value.kind == .string else {
      throw LayoutFailure(
        .wrongType, "'system' is \(value.kind.phrase), not a string, at /system")
    }
    let fragment = JSONFragment(value)
    return fragment.isEmptyString ? nil : fragment
  }
}
