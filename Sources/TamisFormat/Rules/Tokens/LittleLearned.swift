import TamisCore

/// M002 low-supervision.
///
/// What it checks: at least one in a hundred tokens of a record is learned, where it has more than
/// five hundred.
/// Why: a long prompt with a word for an answer costs as much as it teaches little; often it is a sign
/// that the wrong part is learned.
/// Source: https://huggingface.co/docs/trl/sft_trainer
struct LittleLearned: TokenRule {
  static let rule = Rule("M002", "low-supervision")
  static let severity = Severity.info
  private static let leastTokens = 500

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    let (count, trained) = (example.mask.count, example.mask.trainedCount)
    guard trained > 0, count > Self.leastTokens, trained * 100 < count else { return }
    report.report(
      Self.rule, "\(grouped(trained)) of \(grouped(count)) tokens are learned, less than 1%")
  }
}
