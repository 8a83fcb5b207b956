import TamisCore

/// Writes `{"messages":[{"role":…,"content":…},…],"tools"?,"parallel_tool_calls"?,"functions"?}`.
///
/// Messages and tools that came as openai-chat writes them are copied whole: whether they are good is
/// a question to the validator.
struct OpenAIChatWriter: TargetWriter {
  private let context: WriterContext
  private let messages: MessagesWriter
  private let tools: ToolsWriter

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
    tools = ToolsWriter(context)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let conversation = try context.conversation(of: example)
    try context.checkWeight(of: conversation)
    output.append(#"{"messages":"#)
    if let json = conversation.json {
      output.append(json)
    } else {
      messages.startConversation()
      try messages.append(conversation.messages, to: &output)
    }
    if let json = conversation.toolsJSON {
      output.append(#","tools":"#, json)
    } else if conversation.functions == nil {
      try tools.append(field: conversation, to: &output)
    }
    output.append(#","parallel_tool_calls":"#, conversation.parallelToolCalls)
    output.append(#","functions":"#, conversation.functions)
    output.append(UInt8(ascii: "}"))
  }
}
