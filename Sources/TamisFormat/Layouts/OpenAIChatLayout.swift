/// `{"messages": [{"role", "content", …}, …], "tools"?, "parallel_tool_calls"?, "functions"?,
/// "weight"?}`.
///
/// What others have made of it is read as well: tools as a JSON string, words like `human` for a
/// role. Whether the conversation is a good one is a question to the validator of the target.
///
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
public struct OpenAIChatLayout: Layout {
  public static let name = "openai-chat"
  public static let required = [KeySet(.messages)]
  public static let optional = KeySet(.tools, .parallelToolCalls, .functions, .weight)

  private var reader = ConversationReader()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      .conversation(try reader.read(.messages, of: record))
    }
  }
}
