import TamisCore

/// R013 null-content.
///
/// What it checks: a content is null only where the assistant calls a tool, or refuses.
/// Why: the schema wants text or parts everywhere else.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, FineTuneChatRequestInput
struct NullContent: RecordRule {
  static let rule = Rule("R013", "null-content")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    for message in chat.messages where message.content != 0 && message.contentKind == .null {
      if message.role == .assistant, message.saysWithoutContent { continue }
      report.report(
        Self.rule, at: message.content,
        message.role == .assistant
          ? "the content is null, and the message calls no tool" : "the content is null")
    }
  }
}
