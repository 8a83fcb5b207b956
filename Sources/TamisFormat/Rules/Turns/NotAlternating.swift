import TamisCore

/// R002 not-alternating.
///
/// What it checks: no two messages of the assistant stand in a row. A tool call with its answer
/// missing is another rule's business, and users may well say two things.
/// Why: OpenAI takes such records; Azure refuses them with "contains invalid schema (20)". Mostly a
/// turn between the two was lost.
/// Use instead: one message, or the missing turn.
/// Source: https://github.com/microsoft-foundry/fine-tuning/issues/23
struct NotAlternating: RecordRule {
  static let rule = Rule("R002", "not-alternating")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    var follows = false
    for message in chat.messages {
      let isAssistant = message.role == .assistant
      if isAssistant, follows {
        report.report(
          Self.rule, at: message.node, fix: Finding.Fix(.unsafe, "merge the two messages"),
          "two assistant messages in a row")
      }
      follows = isAssistant && !message.callsTools
    }
  }
}
