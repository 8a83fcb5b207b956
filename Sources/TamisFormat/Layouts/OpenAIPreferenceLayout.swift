import TamisCore

/// `{"input": {"messages", "tools"?, "parallel_tool_calls"?}, "preferred_output": [message],
/// "non_preferred_output": [message]}`.
///
/// Source: https://developers.openai.com/api/docs/guides/direct-preference-optimization
public struct OpenAIPreferenceLayout: Layout {
  public static let name = "openai-dpo"
  public static let required = [
    KeySet(.input), KeySet(.preferredOutput), KeySet(.nonPreferredOutput),
  ]
  public static let optional = KeySet(.weight)

  private var input = MessageReader()
  private var preferred = MessageReader()
  private var other = MessageReader()
  private let tools = ToolReader()

  public init() {}

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in
      let input = try readInput(record)
      _ = try preferred.readAnswer(.preferredOutput, of: record)
      _ = try other.readAnswer(.nonPreferredOutput, of: record)
      return .preference(
        Preference(
          input: input, chosen: preferred.messages, rejected: other.messages,
          isConversational: true))
    }
  }

  private mutating func readInput(_ record: RecordTree) throws(LayoutFailure) -> Conversation {
    let node = record[.input]
    guard node != 0 else { throw LayoutFailure(.missingKey, "the record has no 'input'") }
    input.reset()
    var conversation = Conversation()
    switch record.kind(node) {
    case .string:
      input.add(Message(role: .user, content: .text(record.fragment(node))))
      conversation.messages = input.messages
    case .array:
      try input.read(node, of: record)
      conversation.messages = input.messages
    case .object:
      let messages = record.member(.messages, of: node)
      guard messages != 0 else {
        throw record.failure(.missingKey, "there is no 'messages'", at: node)
      }
      try input.read(messages, of: record)
      conversation.messages = input.messages
      if input.isVerbatim { conversation.json = record.fragment(messages) }
      try readTools(of: node, into: &conversation, record)
    default: throw record.wrongKind(node, "an object")
    }
    conversation.weight = try record.optionalNumber(record[.weight])
    return conversation
  }

  private func readTools(
    of node: Int, into conversation: inout Conversation, _ record: RecordTree
  ) throws(LayoutFailure) {
    let list = record.member(.tools, of: node)
    if try tools.readTools(list, of: record, into: &conversation.tools) {
      conversation.toolsJSON = record.fragment(list)
    }
    let parallel = record.member(.parallelToolCalls, of: node)
    if try record.optionalBoolean(parallel) != nil {
      conversation.parallelToolCalls = record.fragment(parallel)
    }
    record.noteOthers(of: node, in: "input", besides: .messages, .tools, .parallelToolCalls)
  }
}
