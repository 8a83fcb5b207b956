import TamisCore

/// M011 eos-masked.
///
/// What it checks: the token that ends an answer is learned with it.
/// Why: the token is there and the model isn't taught to write it. `{% generation %}` that ends before
/// it does that, and padding that is masked by the token's id instead of its place.
/// Source: https://github.com/huggingface/trl/pull/5526
struct EndOfTurnNotLearned: TokenRule {
  static let rule = Rule("M011", "eos-masked")
  static let severity = Severity.error

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    let mask = example.mask
    for turn in mask.turns where turn.isTrained && turn.role == .assistant {
      guard let end = turn.endOfTurn, !mask.isTrained[end], end > turn.tokens.lowerBound,
        mask.isTrained[turn.tokens.lowerBound..<end].contains(true)
      else { continue }
      let content = String(
        decoding: example.options.model.content(of: mask.ids[end]), as: UTF8.self)
      report.report(
        Self.rule, at: turn.message, "the answer is learned, and \(content) at its end isn't")
    }
  }
}
