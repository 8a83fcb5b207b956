import TamisCore

/// R004 last-not-assistant.
///
/// What it checks: the last message is the assistant's.
/// Why: what comes behind the last answer teaches nothing and is paid for. OpenAI does not state it
/// as a rule; other targets refuse the record.
/// Use instead: the record without the last message.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
/// Fix: unsafe; the last message is left out.
struct LastNotAssistant: RecordRule {
  static let rule = Rule("R004", "last-not-assistant")

  private let table: TurnTable?

  init(_ profile: Profile) { table = TurnTable(profile) }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasAssistant, let last = chat.messages.last, let role = last.role,
      let state = last.state, role != .assistant, table?.allowsLast(state) != true
    else { return }
    report.report(
      Self.rule, at: last.node, fix: Finding.Fix(.unsafe, "leave the last message out"),
      "the last message is of role '\(role)'; only what the assistant says is learned")
  }
}
