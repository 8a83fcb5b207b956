import TamisCore

/// R016 prompt-ends-in-answer.
///
/// What it checks: where a record has a prompt and its answers apart, or no answer at all, the last
/// message of the prompt is not the assistant's.
/// Why: the answer to be learned would follow an answer; Together answers `The last message in the
/// input conversation must not be from the assistant`, Azure's graders want the user's word last.
/// Use instead: the prompt without its last message.
/// Source: https://docs.together.ai/docs/fine-tuning-data-preparation
/// Fix: unsafe; the last message of the prompt is left out.
struct PromptEndsInAnswer: RecordRule {
  static let rule = Rule("R016", "prompt-ends-in-answer")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let last = chat.messages.last(where: { $0.section <= .conversation }),
      last.role == .assistant
    else { return }
    report.report(
      Self.rule, at: last.node, fix: Finding.Fix(.unsafe, "leave it out"),
      "the prompt ends in an assistant message")
  }
}
