import TamisCore

/// J003 duplicate-key.
///
/// What it checks: no object names a key twice, at any depth. Twice the same value is a warning.
/// Why: readers keep the last value and lose the others without a word; which one was meant is
/// anybody's guess.
/// Use instead: one of them.
/// Source: https://www.rfc-editor.org/rfc/rfc8259#section-4
struct DuplicateKey: RecordRule {
  static let rule = Rule.duplicateKey
  static let concern: RecordSigns = .duplicateKeys

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    let document = chat.document
    for pair in chat.duplicateKeys {
      let isSame = document.bytes(document.node(pair.first + 1).range)
        .isSame(as: document.bytes(document.node(pair.second + 1).range))
      let name = chat.value(pair.second).string ?? ""
      report.report(
        Self.rule, at: pair.second, atMost: isSame ? .warning : .error,
        isSame
          ? "key '\(name)' is there twice, with the same value"
          : "key '\(name)' is there twice; readers keep the last value and lose the first")
    }
  }
}
