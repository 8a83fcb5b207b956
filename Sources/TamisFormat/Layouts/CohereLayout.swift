/// `{"messages": [{"role": "System" | "User" | "Chatbot", "content"}, …]}`.
///
/// Source: https://docs.cohere.com/docs/chat-preparing-the-data
public struct CohereLayout: Layout {
  public static let name = "cohere"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet()

  private var reader = ConversationReader()

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    let shape = record.shape(of: record.peek(.messages))
    return shape.contains(.hasChatbot) ? evidence(.inside, in: record) : nil
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .conversation(try reader.read(.messages, of: record))
    }
  }
}
