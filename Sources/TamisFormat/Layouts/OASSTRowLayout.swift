/// `{"INSTRUCTION", "RESPONSE"}`: rows that were made of Open Assistant's conversations.
///
/// Source: https://github.com/LAION-AI/Open-Assistant/tree/main/data/datasets
public struct OASSTRowLayout: Layout {
  public static let name = "oasst-row"
  public static let required = [KeySet(.upperInstruction), KeySet(.upperResponse)]
  public static let optional = KeySet()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .promptCompletion(
        PromptCompletion(
          prompt: try record.filledString(.upperInstruction),
          completion: try record.filledString(.upperResponse)))
    }
  }
}
