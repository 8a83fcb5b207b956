import TamisCore

/// R001 unknown-role.
///
/// What it checks: each role is one that the target knows, letter for letter.
/// Why: other layouts have other words (`human`, `gpt`, `model`), and `Assistant` isn't
/// `assistant`; the file is refused.
/// Use instead: the word that the message proposes.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05, FineTuneChatRequestInput
struct UnknownRole: RecordRule {
  static let rule = Rule("R001", "unknown-role")

  /// What other layouts call the roles.
  private static let synonyms: [String: String] = [
    "human": "user", "prompter": "user", "customer": "user", "question": "user",
    "gpt": "assistant", "chatgpt": "assistant", "bot": "assistant", "model": "assistant",
    "ai": "assistant", "chatbot": "assistant", "agent": "assistant", "answer": "assistant",
    "function_call": "assistant", "instruction": "system", "ipython": "tool",
    "observation": "tool", "function_response": "tool", "tool_response": "tool",
  ]

  private let names: [String]

  init(_ profile: Profile) { names = profile.roles.map(\.name) }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasUnknownRole else { return }
    for message in chat.messages where message.role == nil && message.roleNode != 0 {
      guard let role = chat.value(message.roleNode).string else { continue }
      let nearest = Self.nearest(to: role, among: names)
      report.report(
        Self.rule, at: message.roleNode,
        fix: nearest.map { Finding.Fix(.safe, "write '\($0)'") },
        "role '\(role)' is not known"
          + (nearest.map { "; is '\($0)' meant?" }
            ?? "; there are: \(names.joined(separator: ", "))"))
    }
  }

  /// The role that is most probably meant; `nil` where nobody can tell.
  static func nearest(to role: String, among names: [String]) -> String? {
    let word = role.lowercased().filter { !$0.isWhitespace }
    if names.contains(word) { return word }
    return synonyms[word].flatMap { names.contains($0) ? $0 : nil }
  }
}
