import TamisCore

/// T002 truncated-supervised.
///
/// What it checks: of a record that is too long, what is cut off has nothing to learn in it.
/// Why: the end of an example is its answer; without it the model learns to stop in the middle, or
/// not to stop.
/// Source: https://github.com/huggingface/transformers/issues/30998
struct TruncatedSupervised: TokenRule {
  static let rule = Rule("T002", "truncated-supervised")
  static let severity = Severity.warning
  private let limit: Int?

  init(_ options: TokenCheckOptions) { limit = options.maximumLength }

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard let limit, example.mask.count > limit else { return }
    let mask = example.mask
    let lost = mask.trainedCount(from: limit)
    guard lost > 0, lost < mask.trainedCount else { return }
    report.report(
      Self.rule, at: mask.turns.last { $0.isTrained && $0.tokens.upperBound > limit }?.message,
      "\(grouped(lost)) of \(grouped(mask.trainedCount)) learned tokens lie behind token "
        + "\(grouped(limit)) and are cut off")
  }
}
