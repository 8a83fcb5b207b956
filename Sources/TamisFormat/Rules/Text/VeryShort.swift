import TamisCore

/// T005 very-short.
///
/// What it checks: all that the assistant says in a record has more than one character.
/// Why: a letter or a dash is mostly what an export has left of an answer. Labels of a classifier are
/// meant to be short: then the rule can be ignored.
/// Source: https://github.com/allenai/open-instruct/issues/161
struct VeryShort: RecordRule {
  static let rule = Rule("T005", "very-short")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasAssistant else { return }
    var short = 0
    for message in chat.messages where message.role == .assistant {
      guard message.contentKind == .string, message.content != 0, !message.saysWithoutContent,
        chat.document.node(message.content).range.count == 3
      else { return }
      short = message.content
    }
    report.report(Self.rule, at: short, "the assistant says one character")
  }
}
