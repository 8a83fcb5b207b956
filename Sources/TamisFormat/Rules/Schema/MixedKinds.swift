import TamisCore

/// S016 mixed-conversational.
///
/// What it checks: prompt, completion, chosen and rejected are either all texts or all lists of
/// messages.
/// Why: a record is conversational as a whole or not at all; TRL looks at the first field that it
/// finds, and fails or writes a Python list into the text for the others.
/// Use instead: `[{"role": "user", "content": …}]` for the text, or the text for the list.
/// Source: https://github.com/huggingface/trl/blob/f2cd577/docs/source/dataset_formats.md
struct MixedKinds: RecordRule {
  static let rule = Rule("S016", "mixed-conversational")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    var hasList = false
    var text = 0
    chat.forEachMessage { message in
      if message.section == .system { return }
      if message.shape >= 0 { hasList = true } else if message.isObject { text = message.node }
    }
    guard hasList, text != 0 else { return }
    report.report(
      Self.rule, at: text, "the value is a text, and others of the record are lists of messages")
  }
}
