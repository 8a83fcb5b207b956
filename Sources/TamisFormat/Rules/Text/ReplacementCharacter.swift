import TamisCore

/// E021 replacement-character.
///
/// What it checks: no text holds U+FFFD, raw or as `\ufffd`.
/// Why: it marks a byte that an earlier program could not decode. What stood there is lost, and the
/// model learns to write the mark.
/// Use instead: the original text, decoded from its true character set.
/// Source: https://www.unicode.org/faq/utf_bom.html
struct ReplacementCharacter: RecordRule {
  static let rule = Rule("E021", "replacement-character")
  static let concern: RecordSigns = .textHits

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.text.hits.isEmpty else { return }
    var last = -1
    for hit in chat.text.hits where hit.kind == .replacementCharacter {
      let node = report.node(at: hit.range.lowerBound)
      if node == last { continue }
      last = node
      report.report(
        Self.rule, at: node, range: hit.range,
        "the text holds U+FFFD, the mark of a character that was lost in decoding")
    }
  }
}
