import TamisCore

/// S011 part-not-allowed.
///
/// What it checks: a part of a content is of a type that its role may have: images only from the
/// user, refusals only from the assistant.
/// Why: a message of the assistant with an image is refused.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct PartNotAllowed: RecordRule {
  static let rule = Rule("S011", "part-not-allowed")

  private let parts: [ChatRole: [String]]
  private let known: Set<String>

  init(_ profile: Profile) {
    var parts: [ChatRole: [String]] = [:]
    for role in ChatRole.allCases {
      parts[role] = profile.roles.first { $0.name == "\(role)" }?.parts
    }
    self.parts = parts
    known = Set(profile.roles.flatMap(\.parts))
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts else { return }
    for message in chat.messages where message.content != 0 && message.contentKind == .array {
      guard let role = message.role, let allowed = parts[role] else { continue }
      for part in chat.value(message.content).elements {
        guard let type = part["type"], let name = type.string, known.contains(name),
          !allowed.contains(name)
        else { continue }
        report.report(
          Self.rule, at: type.node,
          "\(role.phrase) may not have a content part of type '\(name)'")
      }
    }
  }
}
