import TamisCore

/// M012 pad-is-eos.
///
/// What it checks: batches are filled up with another token than the one that ends an answer.
/// Why: trainers that mask padding by its id mask every end of an answer with it, and the model never
/// learns to stop.
/// Use instead: a token that is nowhere else, such as `<|finetune_right_pad_id|>` or `<unk>`.
/// Source: https://github.com/tatsu-lab/stanford_alpaca/issues/126
struct PaddingIsEndOfTurn: TokenizerRule {
  static let rule = Rule("M012", "pad-is-eos")
  static let severity = Severity.warning

  static func check(_ model: ChatTokenizer) -> [String] {
    guard let padding = model.padding,
      model.grammar?.endOfTurn.contains(padding) ?? false || padding == model.endOfText
    else { return [] }
    let content = String(decoding: model.content(of: padding), as: UTF8.self)
    return ["the padding token \(content) is also the one that ends an answer"]
  }
}
