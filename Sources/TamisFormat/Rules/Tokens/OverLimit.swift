import TamisCore

/// T001 over-limit.
///
/// What it checks: a record has no more tokens than an example may have.
/// Why: some trainers cut the end off, some drop the record, some refuse the file; few say so.
/// Use instead: shorter examples, or one for each part.
/// Source: https://huggingface.co/docs/trl/sft_trainer (`max_length`)
struct OverLimit: TokenRule {
  static let rule = Rule("T001", "over-limit")
  static let severity = Severity.warning
  private let limit: Int?

  init(_ options: TokenCheckOptions) { limit = options.maximumLength }

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard let limit, example.mask.count > limit else { return }
    let count = example.mask.count
    report.report(
      Self.rule,
      "\(grouped(count)) tokens, limit \(grouped(limit)) (+\(grouped(count - limit)))")
  }
}
