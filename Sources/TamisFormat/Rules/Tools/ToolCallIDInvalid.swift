import TamisCore

/// R020 tool-call-id-invalid.
///
/// What it checks: the id of a call, and the one that an answer names, are of the form that the target
/// wants: for Mistral nine letters and digits.
/// Why: mistral-common answers `Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of
/// 9`.
/// Use instead: ids that are made anew, the same in the call and in its answer.
/// Source: https://github.com/mistralai/mistral-common/tree/bc022b9
/// Fix: safe; the ids of the record are made anew.
struct ToolCallIDInvalid: RecordRule {
  static let rule = Rule("R020", "tool-call-id-invalid")
  static let concern: RecordSigns = .tools

  private let pattern: TextPattern?
  private let atEnd: String?

  init(_ profile: Profile) {
    pattern = profile.toolIDs
    atEnd = profile.toolIDAtEnd
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.usesTools, let pattern else { return }
    let last = chat.messages.last?.calls ?? 0..<0
    for (index, call) in chat.calls.enumerated() {
      // A call that nobody answers needs no id to be answered by.
      if last.contains(index), let atEnd, call.id != 0, chat.value(call.id).string == atEnd {
        continue
      }
      check(call.id, pattern, chat, report)
    }
    for message in chat.messages { check(message.toolCallID, pattern, chat, report) }
  }

  private func check(
    _ id: Int, _ pattern: TextPattern, _ chat: ChatView, _ report: Reporter
  ) {
    guard id != 0, chat.kind(id) == .string else { return }
    var isGood = true
    chat.withKey(id) { isGood = pattern.matches($0) }
    if isGood { return }
    report.report(
      Self.rule, at: id, fix: Finding.Fix(.safe, "make the ids of the record anew"),
      "the id '\(chat.value(id).string ?? "")' must be \(pattern.words)")
  }
}
