import TamisCore

/// Writes `{"messages":[{"role":…,"content":…},…],"tools"?,"parallel_tool_calls"?,"weight"?}` and its
/// kin, whose list has another name.
///
/// What differs between the targets that take such records is in their profiles: fields, roles,
/// keys, parts, the form of arguments.
struct ChatWriter: TargetWriter {
  private let context: WriterContext
  private let messages: MessagesWriter
  private let tools: ToolsWriter
  /// `{"messages":` with the name of the list.
  private let lead: [UInt8]

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
    tools = ToolsWriter(context)
    let name = context.settings.fields.first ?? "messages"
    lead = Array("{\"\(name)\":".utf8)
  }

  func write(_ example: Example, to output: inout ByteBuffer) throws(Refusal) {
    let conversation = try context.fittingSystem(context.conversation(of: example))
    output.append(lead)
    messages.startConversation()
    try messages.append(conversation.messages, to: &output)
    try tools.append(field: conversation, to: &output)
    try appendRest(of: conversation, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func appendRest(
    of conversation: Conversation, to output: inout ByteBuffer
  ) throws(Refusal) {
    if context.settings.hasField("parallel_tool_calls") {
      output.append(#","parallel_tool_calls":"#, conversation.parallelToolCalls)
    } else if conversation.parallelToolCalls != nil {
      context.leaveOut("parallel_tool_calls")
    }
    if context.settings.hasField("weight") {
      output.append(#","weight":"#, conversation.weight)
    } else {
      try context.checkWeight(of: conversation)
    }
  }
}
