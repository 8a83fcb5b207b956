/// Who speaks in a conversation, whatever word the layout has for it.
public enum Role: UInt8, Sendable, CaseIterable {
  case system
  /// What OpenAI's reasoning models have instead of `system`.
  case developer
  case user, assistant
  /// The result of a tool call.
  case tool
  /// The result of a call in the form that came before tools.
  case function

  /// The word in openai-chat.
  public var name: StaticString {
    switch self {
    case .system: "system"
    case .developer: "developer"
    case .user: "user"
    case .assistant: "assistant"
    case .tool: "tool"
    case .function: "function"
    }
  }
}
