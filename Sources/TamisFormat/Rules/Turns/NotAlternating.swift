import TamisCore

/// R002 not-alternating.
///
/// What it checks: each turn may follow the one before: not two of the assistant in a row; for
/// Claude, Nova and others strictly user, assistant, user, assistant; for Mistral by the table of its
/// own validator.
/// Why: OpenAI takes such records; Azure refuses them with "contains invalid schema (20)", and many
/// chat templates raise "Conversation roles must alternate". Mostly a turn between the two was lost.
/// Use instead: one message, or the missing turn.
/// Source: https://github.com/microsoft-foundry/fine-tuning/issues/23
/// Fix: unsafe; two messages of one role are merged.
struct NotAlternating: RecordRule {
  static let rule = Rule("R002", "not-alternating")

  private let table: TurnTable?

  init(_ profile: Profile) { table = TurnTable(profile) }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let table else { return }
    var last: ChatRole?
    chat.forEachTurn { message, state, before in
      defer { last = message.role }
      guard before != .start, state != .system, !table.allows(state, after: before) else { return }
      let role = message.role.map { "\($0)" } ?? ""
      if last == message.role, message.role != nil {
        report.report(
          Self.rule, at: message.node, fix: Finding.Fix(.unsafe, "merge the two messages"),
          "two \(role) messages in a row")
      } else {
        report.report(
          Self.rule, at: message.node,
          "\(message.role?.phrase ?? "the message") may not follow "
            + "\(before == .call ? "a call of tools" : last?.phrase ?? "this one")")
      }
    }
  }
}
