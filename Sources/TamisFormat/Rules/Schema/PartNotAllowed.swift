import TamisCore

/// S011 part-not-allowed.
///
/// What it checks: a part of a content is of a type that its role may have: images only from the
/// user, refusals and calls of tools only from the assistant.
/// Why: a message of the assistant with an image is refused.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct PartNotAllowed: RecordRule {
  static let rule = Rule("S011", "part-not-allowed")
  static let concern: RecordSigns = .parts

  private let parts: [ChatRole: [String]]

  init(_ profile: Profile) {
    var parts: [ChatRole: [String]] = [:]
    for role in profile.roles {
      if let known = ChatRole(named: role.meaning) { parts[known, default: []] += role.parts }
    }
    self.parts = parts
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts else { return }
    chat.forEachMessage { message in
      guard let role = message.role, let allowed = parts[role], message.section != .system else {
        return
      }
      for part in chat.parts[message.parts] { check(part, role, allowed, chat, report) }
    }
  }

  private func check(
    _ part: PartNodes, _ role: ChatRole, _ allowed: [String], _ chat: ChatView, _ report: Reporter
  ) {
    if part.typeNode != 0 {
      guard let name = chat.value(part.typeNode).string, !allowed.contains(name) else { return }
      report.report(
        Self.rule, at: part.typeNode,
        "\(role.phrase) may not have a content part of type '\(name)'")
    } else if part.shape >= 0 {
      // The part's only member says what it is.
      let object = chat.shape.objects[part.shape]
      for name in chat.shape.names(of: part.members & object.oneOf, in: object)
      where !allowed.contains(name) {
        report.report(Self.rule, at: part.node, "\(role.phrase) may not have a part with '\(name)'")
      }
    }
  }
}
