import TamisCore

/// `{"contents": […], "completions": [{"score": number, "completion": content}, …]}`: the answer of
/// the highest score is the better one, that of the lowest the other.
///
/// Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/preference-tuning-prepare
public struct GeminiPreferenceLayout: Layout {
  public static let name = "gemini-preference"
  public static let required = [KeySet(.contents), KeySet(.completions)]
  public static let optional = KeySet(.systemInstruction, .tools)

  private var reader = GeminiReader()
  private var answers = RankedAnswers()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .preference(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Preference {
    let input = try reader.read(record)
    let list = record[.completions]
    guard record.kind(list) == .array else { throw record.wrongKind(list, "an array") }
    answers.reset()
    var at = list + 1
    while at < record.next(list) {
      guard record.kind(at) == .object else { throw record.wrongKind(at, "an object") }
      let completion = record.member(.completion, of: at)
      guard completion != 0 else {
        throw record.failure(.missingKey, "there is no 'completion'", at: at)
      }
      record.noteOthers(of: at, in: "completions[]", besides: .score, .completion)
      try answers.add(
        try reader.readAnswer(completion, record), score: record.member(.score, of: at), at: at,
        of: record)
      at = record.next(at)
    }
    return try answers.preference(input, isConversational: true, at: list, of: record)
  }
}
