import TamisCore
import TamisTemplates
import TamisTokenizers

/// X014 template-token-unknown.
///
/// What it checks: the tokenizer has the special tokens that the template writes, such as
/// `<|im_start|>`, and those that its configuration names.
/// Why: what the tokenizer doesn't have falls into ordinary tokens, a different row of them in each
/// context. The template is another model's.
/// Use instead: the template that came with the tokenizer.
/// Source: https://huggingface.co/docs/transformers/chat_templating
struct TemplateTokenUnknown: TokenizerRule {
  static let rule = Rule("X014", "template-token-unknown")
  static let severity = Severity.error

  static func check(_ model: ChatTokenizer) -> [String] {
    var found = model.unknownSpecialTokens.map {
      "the configuration names \(String(decoding: $0.content, as: UTF8.self)) as \($0.name), which "
        + "the tokenizer doesn't have"
    }
    guard let grammar = model.grammar,
      let encoder = try? model.tokenizer.makeEncoder(EncoderOptions(allowedSpecial: .all))
    else { return found }
    var seen: [String] = []
    for literal in grammar.literals {
      for token in Self.tokens(in: literal) where !seen.contains(token) {
        seen.append(token)
        guard let ids = try? encoder.encode(token), ids.count > 1 else { continue }
        found.append(
          "\(model.template?.name ?? "the template") writes \(token), which is \(ids.count) "
            + "ordinary tokens of this tokenizer")
      }
    }
    return found
  }

  /// What is written as special tokens are: `<|…|>`, with nothing but letters, digits and signs for
  /// joining them inside.
  private static func tokens(in literal: [UInt8]) -> [String] {
    var tokens: [String] = []
    var at = 0
    while at + 4 <= literal.count {
      guard literal[at] == UInt8(ascii: "<"), literal[at + 1] == UInt8(ascii: "|") else {
        at += 1
        continue
      }
      var end = at + 2
      while end < literal.count, Self.isNameByte(literal[end]) { end += 1 }
      if end + 1 < literal.count, literal[end] == UInt8(ascii: "|"),
        literal[end + 1] == UInt8(ascii: ">"), end > at + 2
      {
        tokens.append(String(decoding: literal[at...end + 1], as: UTF8.self))
        end += 2
      }
      at = end
    }
    return tokens
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: byte >= 0x80
    }
  }
}
