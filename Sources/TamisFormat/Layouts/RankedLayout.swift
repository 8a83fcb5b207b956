import TamisCore

/// `{"prompt", "answers": [{"answer", "rank"}, …]}` as Nectar has it, or `{"instruction",
/// "completions": [{"response", "overall_score"}, …]}` as UltraFeedback does: the best of a list
/// against the worst.
///
/// Source: https://huggingface.co/datasets/berkeley-nest/Nectar,
/// https://huggingface.co/datasets/openbmb/UltraFeedback
public struct RankedLayout: Layout {
  public static let name = "ranked"
  public static let required = [
    KeySet(.prompt, .question, .instruction), KeySet(.answers, .completions),
  ]
  public static let optional = KeySet(.system, .systemPrompt, .input, .context)

  private var prompt = PromptReader()
  private var answers = RankedAnswers()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let list = record.peek(record.first(of: .answers, .completions) ?? .answers)
    guard record.kind(list) == .array, record.next(list) > list + 1 else { return nil }
    return textNode(of: list + 1, record) == 0 || scoreNode(of: list + 1, record).node == 0
      ? nil : evidence(.inside, in: record)
  }

  private static func textNode(of node: Int, _ record: RecordTree) -> Int {
    for key in [KnownKey.answer, .response, .completion, .text] {
      let found = record.member(key, of: node)
      if found != 0 { return found }
    }
    return 0
  }

  private static func scoreNode(of node: Int, _ record: RecordTree) -> (node: Int, isRank: Bool) {
    for key in [KnownKey.score, .overallScore] {
      let found = record.member(key, of: node)
      if found != 0 { return (found, false) }
    }
    return (record.member(.rank, of: node), true)
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .preference(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Preference {
    let (input, isConversational) = try prompt.read(of: record)
    let field = record.first(of: .answers, .completions) ?? .answers
    let list = record[field]
    guard list != 0 else { throw LayoutFailure(.missingKey, "the record has no '\(field.name)'") }
    guard record.kind(list) == .array else { throw record.wrongKind(list, "an array") }
    answers.reset()
    var isRank = false
    var at = list + 1
    while at < record.next(list) {
      guard record.kind(at) == .object else { throw record.wrongKind(at, "an object") }
      let text = try record.requiredString(Self.textNode(of: at, record), .answer, of: at)
      let score = Self.scoreNode(of: at, record)
      isRank = score.isRank
      try answers.add(
        [Message(role: .assistant, content: .text(text))], score: score.node, isRank: isRank,
        at: at, of: record)
      record.noteOthers(
        of: at, in: "answers[]", besides: .answer,
        .response, .completion, .text, .score, .overallScore, .rank)
      at = record.next(at)
    }
    return try answers.preference(
      input, isConversational: isConversational, at: list, of: record, isRank: isRank)
  }
}
