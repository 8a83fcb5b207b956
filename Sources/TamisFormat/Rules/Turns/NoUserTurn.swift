import TamisCore

/// R019 no-user-turn.
///
/// What it checks: a record has a message of the user.
/// Why: Nova's validator for reinforcement and Cohere's service refuse a record without one
/// (`missing User in example`).
/// Source: https://github.com/aws-samples/amazon-nova-samples/tree/1e88f24
struct NoUserTurn: RecordRule {
  static let rule = Rule("R019", "no-user-turn")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasMessages, !chat.messages.isEmpty, !chat.hasUnknownRole,
      !chat.messages.contains(where: { $0.role == .user })
    else { return }
    report.report(Self.rule, at: chat.messagesNode, "there is no message of the user")
  }
}
