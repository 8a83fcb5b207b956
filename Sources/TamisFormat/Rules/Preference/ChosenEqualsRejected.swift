import TamisCore

/// P001 chosen-equals-rejected.
///
/// What it checks: the better and the worse answer are not the same.
/// Why: there is nothing to prefer; the loss of the pair stays where it is, and its cost too.
/// Use instead: the file without such pairs.
/// Source: https://github.com/camel-ai/owl/issues/592
/// Fix: unsafe; the record is left out.
struct ChosenEqualsRejected: RecordRule {
  static let rule = Rule("P001", "chosen-equals-rejected")
  static let concern: RecordSigns = .sides

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard let pair = chat.pair, !pair.chosen.messages.isEmpty, !pair.rejected.messages.isEmpty,
      chat.hash(of: pair.chosen, withoutSpace: false)
        == chat.hash(of: pair.rejected, withoutSpace: false)
    else { return }
    report.report(
      Self.rule, at: pair.rejected.node, fix: Finding.Fix(.unsafe, "leave the record out"),
      "the two answers are the same")
  }
}
