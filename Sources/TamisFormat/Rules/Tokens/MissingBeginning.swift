import TamisCore

/// X011 missing-bos.
///
/// What it checks: where the tokenizer puts a token for the beginning of a text before each, a
/// conversation begins with it too.
/// Why: rendered conversations get no special tokens but those of the template. Models that have seen
/// the token before every text do worse without. Some templates leave it out on purpose (Phi-3), so
/// this is worth a look and no more.
/// Source: https://github.com/chujiezheng/chat_templates/pull/28
struct MissingBeginning: TokenRule {
  static let rule = Rule("X011", "missing-bos")
  static let severity = Severity.info

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    let model = example.options.model
    guard model.addsBeginning, let bos = model.beginningOfText, !example.messages.isEmpty,
      let first = example.mask.ids.first, first != bos
    else { return }
    let content = String(decoding: model.content(of: bos), as: UTF8.self)
    report.report(
      Self.rule,
      "the tokenizer begins texts with \(content), and the template writes none")
  }
}
