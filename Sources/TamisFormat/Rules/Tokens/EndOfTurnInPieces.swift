import TamisCore
import TamisTemplates
import TamisTokenizers

/// X013 multi-token-eot.
///
/// What it checks: what a template writes behind an answer holds a special token.
/// Why: where the tokenizer has no such token, the end of a turn is a row of ordinary ones that
/// generation does not stop at. Where the template writes nothing at all, nothing ends an answer.
/// Use instead: the tokenizer that belongs to the template, or the template of the tokenizer.
/// Source: https://docs.axolotl.ai/docs/dataset-formats/conversation.html (`eot_tokens`)
struct EndOfTurnInPieces: TokenizerRule {
  static let rule = Rule("X013", "multi-token-eot")
  static let severity = Severity.error

  static func check(_ model: ChatTokenizer) -> [String] {
    guard let template = model.template, let grammar = model.grammar, grammar.failure == nil,
      grammar.endOfTurn.isEmpty
    else { return [] }
    let closing = String(decoding: grammar.closing, as: UTF8.self)
    let written = closing.trimmingSpace
    if written.isEmpty { return ["\(template.name) writes nothing behind an answer that ends it"] }
    let count = (try? model.tokenizer.makeEncoder().encode(written).count) ?? 0
    return [
      "\(template.name) ends an answer with \(written), which is \(count) ordinary tokens of this "
        + "tokenizer"
    ]
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmingSpace: String {
    let rest = drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
