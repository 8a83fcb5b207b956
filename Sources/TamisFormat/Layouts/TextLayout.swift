/// `{"text": string}`, or `content` for `text`: something to go on with, without turns.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#language-modeling
public struct TextLayout: Layout {
  public static let name = "text"
  public static let required = [KeySet(.text, .content)]
  public static let optional = KeySet()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    guard let field = record.first(of: .text, .content) else { return nil }
    var evidence = evidence(.names, in: record)
    evidence.fields = KeySet(field)
    return evidence
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .text(try record.filledString(record.first(of: .text, .content) ?? .text))
    }
  }
}
