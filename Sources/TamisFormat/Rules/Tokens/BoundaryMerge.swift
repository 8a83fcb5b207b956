import TamisCore

/// T006 boundary-merge.
///
/// What it checks: the tokens of a prompt are how the tokens of prompt and completion begin.
/// Why: where the last letters of a prompt and the first of its completion become one token, the model
/// is trained on a prompt that it will never be given. TRL counts the tokens of the prompt to find
/// where the completion starts, and is then off by some.
/// Use instead: a space or newline at the start of the completion, not at the end of the prompt.
/// Source: https://github.com/huggingface/trl/issues/5213
struct BoundaryMerge: TokenRule {
  static let rule = Rule("T006", "boundary-merge")
  static let severity = Severity.warning

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    guard let prompt = example.promptIDs, let end = example.mask.promptEnd else { return }
    let mask = example.mask
    guard !mask.ids.starts(with: prompt) else { return }
    guard let token = (0..<mask.count).first(where: { Int(mask.ends[$0]) > end }) else { return }
    report.report(
      Self.rule,
      mask.bytes(of: token).lowerBound < end
        ? "the prompt ends inside of the token \(mask.visible(token)), which the completion begins"
        : "the prompt has other tokens by itself than in front of its completion")
  }
}
