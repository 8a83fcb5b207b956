import TamisCore

/// Converse messages the last of which has `"candidates": [{"content", "preferenceLabel": "preferred" |
/// "non-preferred"}, …]`: what Nova learns preferences from.
///
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html
public struct ConversePreferenceLayout: Layout {
  public static let name = "converse-preference"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.schemaVersion, .system, .toolConfig)

  private var reader = ConverseReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    return shape.contains(.hasCandidates) ? evidence(.inside, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .preference(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Preference {
    let (input, list) = try reader.read(record)
    guard list != 0 else {
      throw LayoutFailure(.missingKey, "no message has 'candidates'")
    }
    guard record.kind(list) == .array else { throw record.wrongKind(list, "an array") }
    var alternatives: [Preference.Alternative] = []
    var (chosen, rejected): ([Message]?, [Message]?)
    var at = list + 1
    while at < record.next(list) {
      let content = record.member(.content, of: at)
      guard content != 0 else { throw record.failure(.missingKey, "there is no 'content'", at: at) }
      record.noteOthers(of: at, in: "candidates[]", besides: .content, .preferenceLabel)
      let answer = try reader.readAnswer(content, record)
      let isPreferred = try isPreferred(at, record)
      if isPreferred {
        chosen = chosen ?? answer
      } else {
        rejected = rejected ?? answer
      }
      let score = JSONFragment(literal: isPreferred ? "1" : "0", kind: .number)
      alternatives.append(Preference.Alternative(messages: answer, score: score))
      at = record.next(at)
    }
    guard let chosen, let rejected else {
      throw record.failure(.wrongType, "the candidates are not of both labels", at: list)
    }
    return Preference(
      input: input, chosen: chosen, rejected: rejected,
      alternatives: alternatives.count > 2 ? alternatives : [], isConversational: true)
  }

  private func isPreferred(_ candidate: Int, _ record: RecordTree) throws(LayoutFailure) -> Bool {
    let node = record.member(.preferenceLabel, of: candidate)
    let label = try record.requiredString(node, .preferenceLabel, of: candidate)
    if label.isString("preferred") { return true }
    if label.isString("non-preferred") { return false }
    throw record.failure(.wrongType, "the label is neither preferred nor non-preferred", at: node)
  }
}
