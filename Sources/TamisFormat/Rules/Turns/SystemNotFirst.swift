import TamisCore

/// R005 system-not-first.
///
/// What it checks: a system or developer message stands at the start, and there is one of them.
/// Why: OpenAI takes it; most chat templates raise an error or drop the message, and at inference
/// the instructions come first. Mistral takes one behind a user's message, not behind an answer.
/// Use instead: one system message as the first.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
/// Fix: unsafe; the message is moved to the front.
struct SystemNotFirst: RecordRule {
  static let rule = Rule("R005", "system-not-first")

  private let table: TurnTable?

  init(_ profile: Profile) { table = TurnTable(profile) }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let table else { return }
    chat.forEachTurn { message, state, before in
      guard state == .system, before != .start || message.node != chat.messages[0].node,
        !table.allows(.system, after: before), let role = message.role
      else { return }
      report.report(
        Self.rule, at: message.node, fix: Finding.Fix(.unsafe, "move it to the front"),
        "\(role.phrase) stands behind others")
    }
  }
}
