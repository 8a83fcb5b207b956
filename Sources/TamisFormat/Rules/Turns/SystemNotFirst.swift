import TamisCore

/// R005 system-not-first.
///
/// What it checks: a system or developer message stands at the start, and there is one of them.
/// Why: OpenAI takes it; most chat templates raise an error or drop the message, and at inference
/// the instructions come first.
/// Use instead: one system message as the first.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct SystemNotFirst: RecordRule {
  static let rule = Rule("R005", "system-not-first")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    for (index, message) in chat.messages.enumerated() where index > 0 {
      guard let role = message.role, role == .system || role == .developer else { continue }
      report.report(
        Self.rule, at: message.node, fix: Finding.Fix(.unsafe, "move it to the front"),
        "\(role.phrase) stands behind others")
    }
  }
}
