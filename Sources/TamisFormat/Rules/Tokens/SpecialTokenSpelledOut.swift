import TamisCore

/// X001 literal-special-token.
///
/// What it checks: no message spells out a special token of the tokenizer, such as `<|im_end|>`, so
/// that it becomes one.
/// Why: the text ends the turn, or starts another, in the middle of what somebody said.
/// Use instead: the text with a space in the token; or `--plain-special-text`, where the trainer
/// encodes messages without special tokens as mistral-common does.
/// Source: https://github.com/hiyouga/LLaMA-Factory/pull/10838
struct SpecialTokenSpelledOut: TokenRule {
  static let rule = SpecialTokenText.rule
  static let severity = Severity.warning

  init(_ options: TokenCheckOptions) {}

  func check(_ example: TokenExample, _ report: TokenReport) {
    var last = -1
    for found in example.mask.spelledOut where found.message != last {
      let bytes = example.options.model.content(of: found.id)
      if example.options.knownSpecialTokens.contains(bytes) { continue }
      last = found.message
      let count = example.mask.spelledOut.filter { $0.message == last }.count
      let content = String(decoding: bytes, as: UTF8.self)
      report.report(
        Self.rule, at: found.message,
        example.options.mask.keepsSpecialTextPlain
          ? "the message spells out the special token \(content), which is encoded as text"
          : "the message spells out the special token \(content), which becomes one"
            + (count > 1 ? " (and \(count - 1) more)" : ""))
    }
  }
}
