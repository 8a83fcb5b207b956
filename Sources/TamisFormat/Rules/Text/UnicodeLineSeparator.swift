import TamisCore

/// E010 unicode-line-separator.
///
/// What it checks: U+2028, U+2029 and U+0085 do not stand raw in a record.
/// Why: they are legal JSON, but readers that split text at every kind of line end (Python's
/// `splitlines`, Swift's `.newlines`) cut the record in two.
/// Use instead: the escapes `\u2028`, `\u2029`, `\u0085`.
/// Source: https://jsonlines.org
struct UnicodeLineSeparator: RecordRule {
  static let rule = Rule("E010", "unicode-line-separator")
  static let concern: RecordSigns = .textHits

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.text.hits.isEmpty else { return }
    var last = -1
    for hit in chat.text.hits {
      guard case .lineSeparator(let scalar) = hit.kind else { continue }
      let node = report.node(at: hit.range.lowerBound)
      if node == last { continue }
      last = node
      let code = String(scalar, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: 4 - code.count) + code
      report.report(
        Self.rule, at: node, range: hit.range,
        fix: Finding.Fix(.safe, "write it as an escape"),
        "the text holds \(name), which some readers take for the end of the line")
    }
  }
}
