import TamisCore

/// E022 lone-surrogate.
///
/// What it checks: no string holds half of a surrogate pair, such as `\ud83d` alone.
/// Why: it is no character. Python reads it and fails later, when the text is encoded; strict
/// readers refuse the line.
/// Use instead: the whole character, or none. It comes from text that was cut in the middle of one.
/// Source: https://www.rfc-editor.org/rfc/rfc8259#section-8.2
struct LoneSurrogate: RecordRule {
  static let rule = Rule("E022", "lone-surrogate")
  static let concern: RecordSigns = .loneSurrogate

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasLoneSurrogate else { return }
    for index in 0..<chat.document.nodeCount
    where chat.document.node(index).flags.contains(.loneSurrogate) {
      report.report(
        Self.rule, at: index,
        "the string holds half of a surrogate pair, which is no character")
    }
  }
}
