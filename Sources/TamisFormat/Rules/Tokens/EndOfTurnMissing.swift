import TamisCore
import TamisTokenizers

/// M010 eos-missing.
///
/// What it checks: each answer that is learned ends with a token for the end of the turn.
/// Why: who has never seen the end of an answer learned goes on and on.
/// Source: https://github.com/huggingface/trl/issues/976
struct EndOfTurnMissing: TokenRule {
  static let rule = Rule("M010", "eos-missing")
  static let severity = Severity.error

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    // Said once, by the rule about tokenizers, where no answer has one.
    guard let grammar = example.options.model.grammar, !grammar.endOfTurn.isEmpty else { return }
    for turn in example.mask.turns
    where turn.isTrained && turn.role == .assistant && turn.endOfTurn == nil {
      report.report(
        Self.rule, at: turn.message, "the template writes no end-of-turn token behind this answer")
    }
  }
}
