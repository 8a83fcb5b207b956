import TamisCore

/// M006 turn-not-found.
///
/// What it checks: it can be told where each turn of the assistant begins.
/// Why: what can't be told can't be learned: the turn is left out of the mask.
/// Use instead: a template with `{% generation %}` around what the assistant says.
/// Source: https://huggingface.co/docs/transformers/chat_templating_writing
struct TurnNotFound: TokenRule {
  static let rule = Rule("M006", "turn-not-found")
  static let severity = Severity.warning

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    for message in example.mask.missingTurns {
      report.report(
        Self.rule, at: message,
        "it can't be told where this answer begins in the rendered text; it isn't learned")
    }
  }
}
