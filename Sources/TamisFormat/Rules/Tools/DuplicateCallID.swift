import TamisCore

/// R018 duplicate-call-id.
///
/// What it checks: no two calls of a record have the same id.
/// Why: an answer names the call by its id, so nobody knows which of the two it is for; Mistral
/// answers `Duplicate tool call id`, Nova refuses the record.
/// Source: https://github.com/mistralai/mistral-common/tree/bc022b9
struct DuplicateCallID: RecordRule {
  static let rule = Rule("R018", "duplicate-call-id")
  static let concern: RecordSigns = .tools

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.calls.count > 1 else { return }
    chat.withHashes { ids in
      for call in chat.calls where call.id != 0 && chat.kind(call.id) == .string {
        if ids.insert(chat.hash(call.id)).inserted { continue }
        report.report(
          Self.rule, at: call.id,
          "two calls have the id '\(chat.value(call.id).string ?? "")'")
      }
    }
  }
}
