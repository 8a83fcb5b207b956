import TamisCore

/// P005 differs-only-in-whitespace.
///
/// What it checks: the two answers differ in more than spaces and line ends.
/// Why: the model learns to prefer a line end; mostly one of the two was stripped and the other not.
/// Source: https://github.com/hiyouga/LLaMA-Factory/issues/4767
/// Fix: unsafe; the record is left out.
struct DiffersOnlyInSpace: RecordRule {
  static let rule = Rule("P005", "differs-only-in-whitespace")
  static let concern: RecordSigns = .sides

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let pair = chat.pair, !pair.chosen.messages.isEmpty, !pair.rejected.messages.isEmpty,
      chat.hash(of: pair.chosen, withoutSpace: true)
        == chat.hash(of: pair.rejected, withoutSpace: true),
      chat.hash(of: pair.chosen, withoutSpace: false)
        != chat.hash(of: pair.rejected, withoutSpace: false)
    else { return }
    report.report(
      Self.rule, at: pair.rejected.node, fix: Finding.Fix(.unsafe, "leave the record out"),
      "the two answers differ in white space alone")
  }
}
