import TamisCore

/// X001 literal-special-token.
///
/// What it checks: no text holds one of the target's control tokens, such as `<|im_end|>`, spelled
/// out.
/// Why: trainers that encode with special tokens allowed turn the text into control and end the
/// turn in the middle; others learn to write the letters.
/// Use instead: the text without its template, or the token with a space in it.
/// Source: https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py
/// Fix: unsafe; a space is put into the token.
struct SpecialTokenText: RecordRule {
  static let rule = Rule("X001", "literal-special-token")
  static let concern: RecordSigns = .textHits

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.text.hits.isEmpty else { return }
    var last = -1
    for hit in chat.text.hits {
      guard case .specialToken(let index) = hit.kind else { continue }
      let node = report.node(at: hit.range.lowerBound)
      if node == last { continue }
      last = node
      let token = String(decoding: chat.text.specialTokens[index], as: UTF8.self)
      report.report(
        Self.rule, at: node, range: hit.range, "the text holds the control token \(token)")
    }
  }
}
