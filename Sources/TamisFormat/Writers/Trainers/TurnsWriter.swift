import TamisCore

/// Writes what TRL calls a prompt, a completion, an answer: one string, or a list of messages.
struct TurnsWriter {
  private let context: WriterContext
  private let messages: MessagesWriter
  private let tools: ToolsWriter

  init(_ context: WriterContext) {
    self.context = context
    messages = MessagesWriter(context)
    tools = ToolsWriter(context)
  }

  /// Forgets the tool calls of the example before.
  func start() { messages.startConversation() }

  /// True for messages that one string says: a single one, of a user or an assistant, of nothing but
  /// text.
  func isOneText(_ messages: [Message]) -> Bool {
    guard messages.count == 1, let message = messages.first,
      message.role == .user || message.role == .assistant, message.toolCalls.isEmpty,
      case .text = message.content
    else { return false }
    return true
  }

  /// Appends messages of the field `list`: with `isStandard`, which asks for `isOneText`, as a string.
  func append(
    _ messages: [Message], of list: String, isStandard: Bool, to output: inout ByteBuffer
  ) throws(Refusal) {
    if isStandard, let message = messages.first {
      output.append(
        try context.onlyText(of: message, MessagePlace(0, message.role, of: list)))
    } else {
      try self.messages.append(messages, of: list, to: &output)
    }
  }

  /// Appends what stands beside the messages.
  func appendFields(
    of conversation: Conversation, to output: inout ByteBuffer
  ) throws(Refusal) {
    try tools.append(field: conversation, to: &output)
    try context.checkWeight(of: conversation)
    if conversation.parallelToolCalls != nil { context.leaveOut("parallel_tool_calls") }
  }
}
