import TamisCore

/// R021 prompt-cannot-be-answered.
///
/// What it checks: the last message of a prompt is of the user, a tool, or an assistant whose words
/// go on.
/// Why: TRL raises `Invalid role in the last message` for any other.
/// Source: https://github.com/huggingface/trl/blob/f2cd577/trl/data_utils.py
struct PromptCannotBeAnswered: RecordRule {
  static let rule = Rule("R021", "prompt-cannot-be-answered")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let last = chat.messages.last(where: { $0.section <= .prompt }), last.section == .prompt,
      let role = last.role, role.isSystem || role == .function
    else { return }
    report.report(
      Self.rule, at: last.node, "the prompt ends in \(role.phrase), which nobody answers")
  }
}
