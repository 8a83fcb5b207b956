import TamisCore

/// X010 double-bos.
///
/// What it checks: the tokens don't begin with two tokens for the beginning of a text.
/// Why: the model has never seen that. Text that a template has written is encoded without adding
/// special tokens; text that has `<s>` in it already gets a second one where they are added.
/// Use instead: `messages`, or the text without its first token.
/// Source: https://github.com/OpenRLHF/OpenRLHF/issues/393
struct DoubleBeginning: TokenRule {
  static let rule = Rule("X010", "double-bos")
  static let severity = Severity.error

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    let ids = example.mask.ids
    guard let bos = example.options.model.beginningOfText, ids.count > 1, ids[0] == bos,
      ids[1] == bos
    else { return }
    let content = String(decoding: example.options.model.content(of: bos), as: UTF8.self)
    report.report(Self.rule, "the tokens begin with \(content) twice")
  }
}
