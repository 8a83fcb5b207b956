import TamisCore

/// S015 mixed-content-forms.
///
/// What it checks: where one content of a record is a list of parts with an image, all contents are
/// lists of parts.
/// Why: Together answers `Messages in the conversation must be either all in multimodal or all in
/// text-only format`.
/// Use instead: `[{"type": "text", "text": …}]` for the texts.
/// Source: https://pypi.org/project/together/2.14.0/
/// Fix: safe; each text is written as a list of one part.
struct MixedMedia: RecordRule {
  static let rule = Rule("S015", "mixed-content-forms")
  static let concern: RecordSigns = .parts

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts else { return }
    chat.forEachMessage { message in
      guard message.content != 0, message.contentKind == .string else { return }
      report.report(
        Self.rule, at: message.content,
        fix: Finding.Fix(.safe, "write it as a list of one text part"),
        "the content is a string, and others of the record are lists of parts")
    }
  }
}
