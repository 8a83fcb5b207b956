import TamisCore

/// R013 null-content.
///
/// What it checks: a content is null only where the assistant calls a tool, or refuses.
/// Why: the schema wants text or parts everywhere else; chat templates print the word `None`.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
struct NullContent: RecordRule {
  static let rule = Rule("R013", "null-content")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    chat.forEachMessage { message in
      guard message.content != 0, message.contentKind == .null else { return }
      if message.role == .assistant, message.saysWithoutContent { return }
      report.report(
        Self.rule, at: message.content,
        message.role == .assistant
          ? "the content is null, and the message calls no tool" : "the content is null")
    }
  }
}
