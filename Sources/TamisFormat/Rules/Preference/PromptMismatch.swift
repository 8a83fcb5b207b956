import TamisCore

/// P003 prompt-mismatch.
///
/// What it checks: where the two answers bring their own conversation, both start with the same
/// messages.
/// Why: the prompt is what they have in common; without one, TRL and torchtune compare answers to
/// different questions.
/// Source: https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md
struct PromptMismatch: RecordRule {
  static let rule = Rule("P003", "prompt-mismatch")
  static let concern: RecordSigns = .sides

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.messages.contains(where: { $0.section != .system }), chat.problems.isEmpty,
      let pair = chat.pair,
      let chosen = chat.sideMessages[pair.chosen.messages].first,
      let rejected = chat.sideMessages[pair.rejected.messages].first,
      chosen.shape >= 0, rejected.shape >= 0, chosen.content != 0, rejected.content != 0
    else { return }
    let isSame =
      chosen.role == rejected.role
      && chat.value(chosen.content).json.isSame(as: chat.value(rejected.content).json)
    if isSame { return }
    if chosen.role == rejected.role, chat.hash(chosen.content) == chat.hash(rejected.content) {
      return
    }
    report.report(
      Self.rule, at: rejected.node, "the two answers do not start with the same message")
  }
}
