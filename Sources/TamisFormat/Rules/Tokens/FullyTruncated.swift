import TamisCore

/// T003 fully-truncated.
///
/// What it checks: of a record that is too long, something to learn is left.
/// Why: an example of which every label is cut off costs its tokens and teaches nothing; the loss of a
/// batch of them is not a number.
/// Source: https://github.com/huggingface/trl/issues/3279
struct FullyTruncated: TokenRule {
  static let rule = Rule("T003", "fully-truncated")
  static let severity = Severity.error
  private let limit: Int?

  init(_ options: TokenCheckOptions) { limit = options.maximumLength }

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard let limit, example.mask.count > limit, example.mask.trainedCount > 0,
      example.mask.trainedCount(from: limit) == example.mask.trainedCount
    else { return }
    report.report(
      Self.rule,
      "all \(grouped(example.mask.trainedCount)) learned tokens lie behind token "
        + "\(grouped(limit)) and are cut off")
  }
}
