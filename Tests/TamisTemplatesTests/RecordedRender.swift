import TamisCore
import TamisTemplates

/// What Transformers made of a template and a conversation, and what this package makes of it.
struct RecordedRender {
  var text: [UInt8]?
  /// Spans of `{% generation %}`, in characters.
  var generation: [[Int]]
  /// The message, without the type of the exception in front.
  var error: String?

  /// What a member of a fixture says, by the names that it uses.
  init(
    _ value: JSONValue, text: StaticString, generation: StaticString, error: StaticString
  ) {
    self.text = value[text]?.string.map { Array($0.utf8) }
    self.generation =
      value[generation].map { $0.elements.map { $0.elements.map { $0.integer ?? -1 } } } ?? []
    self.error = value[error]?.string.map { message in
      message.firstRange(of: ": ").map { String(message[$0.upperBound...]) } ?? message
    }
  }

  /// Renders.
  init(_ template: ChatTemplate, _ context: TemplateContext) {
    generation = []
    do throws(TemplateError) {
      let rendered = try template.render(context)
      text = rendered.text
      generation = rendered.generation.map { range in
        [range.lowerBound, range.upperBound].map { end in
          String(decoding: rendered.text[..<end], as: UTF8.self).unicodeScalars.count
        }
      }
    } catch {
      self.error = error.message
    }
  }
}

extension RecordedRender {
  /// What differs from `other`, which is right; `nil` where nothing does.
  func difference(from other: RecordedRender) -> String? {
    if text != other.text {
      return "\(shown) instead of \(other.shown)"
    }
    if generation != other.generation {
      return "generation \(generation) instead of \(other.generation)"
    }
    return nil
  }

  private var shown: String {
    text.map { String(decoding: $0, as: UTF8.self).debugDescription } ?? "error '\(error ?? "")'"
  }
}

extension TemplateContext {
  /// The conversation of a golden file, with further variables, on the second of January 2026.
  init?(golden conversation: JSONValue, _ variables: JSONValue) {
    self.init(record: conversation)
    self.variables.removeAll { $0.name == Array("kwargs".utf8) }
    for source in [variables, conversation["kwargs"]].compactMap({ $0 }) {
      for (key, value) in source.members { set(key.string ?? "", .json(value)) }
    }
    now = CivilTime("2026-01-02T03:04:05")
  }
}
