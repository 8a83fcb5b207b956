import TamisCore

/// X012 think-block-stripped.
///
/// What it checks: what the model thought before an answer is in the text that is trained on.
/// Why: templates of reasoning models leave thoughts out of all turns but the last, as they do when
/// the model is used. What is left out is not learned.
/// Use instead: one example for each answer, each ending with it.
/// Source: https://github.com/modelscope/ms-swift/issues/4939
struct ThoughtLeftOut: TokenRule {
  static let rule = Rule("X012", "think-block-stripped")
  static let severity = Severity.warning

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    for message in example.mask.messagesWithoutThoughts {
      report.report(
        Self.rule, at: message,
        "the template leaves out what the model thought before this answer")
    }
  }
}
