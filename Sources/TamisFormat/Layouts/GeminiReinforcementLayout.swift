import TamisCore

/// `{"systemInstruction"?, "contents": […], "references": {string: string, …}}`.
///
/// Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/reinforcement-tuning
public struct GeminiReinforcementLayout: Layout {
  public static let name = "gemini-rl"
  public static let required = [KeySet(.contents), KeySet(.references)]
  public static let optional = KeySet(.systemInstruction, .tools)

  private var reader = GeminiReader()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let input = try reader.read(record)
      let list = record[.references]
      guard record.kind(list) == .object else { throw record.wrongKind(list, "an object") }
      var references: [(name: JSONFragment, value: JSONFragment)] = []
      var key = list + 1
      while key < record.next(list) {
        references.append((record.fragment(key), record.fragment(key + 1)))
        key = record.next(key + 1)
      }
      return .reinforcement(
        Reinforcement(input: input, references: references, isConversational: true))
    }
  }
}
