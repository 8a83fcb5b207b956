import TamisCore

/// E020 mojibake.
///
/// What it checks: no text looks like UTF-8 that was read as Windows-1252: `Ã©` for `é`, `â€™` for
/// `’`. A guess by letters that nobody writes side by side; see `MojibakeSequence`.
/// Why: the model learns the damage, and its tokens cost more than the right ones.
/// Use instead: the original text, decoded from its true character set.
/// Source: https://ftfy.readthedocs.io/en/latest/heuristic.html
struct Mojibake: RecordRule {
  static let rule = Rule("E020", "mojibake")
  static let concern: RecordSigns = .textHits

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard !chat.text.hits.isEmpty else { return }
    var last = -1
    for hit in chat.text.hits where hit.kind == .mojibake {
      let node = report.node(at: hit.range.lowerBound)
      if node == last { continue }
      last = node
      report.report(
        Self.rule, at: node, range: hit.range,
        "the text looks like UTF-8 that was read as Windows-1252")
    }
  }
}
