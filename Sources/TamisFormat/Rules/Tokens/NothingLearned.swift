import TamisCore

/// M001 no-trainable-tokens.
///
/// What it checks: something of a record is learned.
/// Why: with every label masked a run looks normal and teaches nothing.
/// Source: https://github.com/huggingface/trl/issues/6668
struct NothingLearned: TokenRule {
  static let rule = NoTrainableTokens.rule
  static let severity = Severity.error

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard example.mask.trainedCount == 0 else { return }
    // The rule about weights has said it already.
    let answers = example.messages.filter { $0.role == .assistant }
    if !answers.isEmpty, answers.allSatisfy({ $0.isTrained == false }) { return }
    report.report(
      Self.rule, "none of the \(grouped(example.mask.count)) tokens is learned")
  }
}
