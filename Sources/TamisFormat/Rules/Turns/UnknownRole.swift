import TamisCore

/// R001 unknown-role.
///
/// What it checks: each role is one that the target knows, letter for letter.
/// Why: other layouts have other words (`human`, `gpt`, `model`), and `Assistant` isn't
/// `assistant`; the file is refused.
/// Use instead: the word that the message proposes.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
/// Fix: safe, where the word that is meant is known.
struct UnknownRole: RecordRule {
  static let rule = Rule("R001", "unknown-role")
  static let concern: RecordSigns = .unknownRole

  /// What other layouts call the roles.
  private static let synonyms: [String: String] = [
    "human": "user", "prompter": "user", "customer": "user", "question": "user",
    "gpt": "assistant", "chatgpt": "assistant", "bot": "assistant", "model": "assistant",
    "ai": "assistant", "chatbot": "assistant", "agent": "assistant", "answer": "assistant",
    "function_call": "assistant", "instruction": "system", "ipython": "tool",
    "observation": "tool", "function_response": "tool", "tool_response": "tool",
  ]

  private let roles: [Profile.Role]
  /// True where a system message has a rule of its own.
  private let leavesSystem: Bool

  init(_ profile: Profile) {
    roles = profile.roles
    leavesSystem = profile.severity(of: SystemUnsupported.rule) != nil
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasUnknownRole else { return }
    chat.forEachMessage { message in
      guard message.role == nil, message.roleNode != 0,
        let role = chat.value(message.roleNode).string
      else { return }
      if leavesSystem, role == "system" || role == "developer" { return }
      let nearest = Self.nearest(to: role, among: roles)
      report.report(
        Self.rule, at: message.roleNode,
        fix: nearest.map { Finding.Fix(.safe, "write '\($0)'") },
        "role '\(role)' is not known"
          + (nearest.map { "; is '\($0)' meant?" }
            ?? "; there are: \(roles.map(\.name).joined(separator: ", "))"))
    }
  }

  /// The role that is most probably meant, in the target's word; `nil` where nobody can tell.
  static func nearest(to role: String, among roles: [Profile.Role]) -> String? {
    let word = role.lowercased().filter { !$0.isWhitespace }
    if let same = roles.first(where: { $0.name.lowercased() == word }) { return same.name }
    let meaning = synonyms[word] ?? word
    return roles.first { $0.meaning == meaning }?.name
  }
}
