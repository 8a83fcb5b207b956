import TamisCore

/// `{"schemaVersion"?, "system"?: [{"text"}], "messages": [{"role", "content": [block, …]}, …],
/// "toolConfig"?}`: Amazon's Converse schema, for Nova and for Llama on Bedrock.
///
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html
public struct ConverseLayout: Layout {
  public static let name = "converse"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.schemaVersion, .system, .toolConfig)

  private var reader = ConverseReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    if shape.contains(.hasCandidates) { return nil }
    if shape.contains(.hasUntypedParts) { return evidence(.inside, in: record) }
    return record.present.overlaps(KeySet(.schemaVersion, .toolConfig))
      ? evidence(.names, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let (conversation, candidates) = try reader.read(record)
      if candidates != 0 {
        throw record.failure(
          .wrongLayout, "candidates to choose from are converse-preference", at: candidates)
      }
      return .conversation(conversation)
    }
  }
}
