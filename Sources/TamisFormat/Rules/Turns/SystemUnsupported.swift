import TamisCore

/// R006 system-unsupported.
///
/// What it checks: the target has a place for system messages among the turns, where the record has
/// one there.
/// Why: Claude on Bedrock takes the system prompt as a field of the record, and refuses it as a turn.
/// Use instead: the field `system`.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
/// Fix: safe; the message becomes the record's `system`.
struct SystemUnsupported: RecordRule {
  static let rule = Rule("R006", "system-unsupported")
  static let concern: RecordSigns = .unknownRole

  private let hasSystemRole: Bool

  init(_ profile: Profile) {
    hasSystemRole = profile.roles.contains { $0.meaning == "system" || $0.meaning == "developer" }
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !hasSystemRole, chat.hasUnknownRole else { return }
    for message in chat.messages where message.role == nil && message.roleNode != 0 {
      let role = chat.value(message.roleNode)
      guard role.isString("system") || role.isString("developer") else { continue }
      report.report(
        Self.rule, at: message.node, fix: Finding.Fix(.safe, "make it the record's 'system'"),
        "a system message is no turn here; the target has a field 'system'")
    }
  }
}
