import TamisCore

/// R008 no-assistant-turn.
///
/// What it checks: a record has messages, and one of them is the assistant's.
/// Why: only what the assistant says is learned; OpenAI's schema wants at least one message, and
/// its checking notebook counts examples without an answer as errors.
/// Source: https://cookbook.openai.com/examples/chat_finetuning_data_prep
/// Fix: unsafe; the record is left out.
struct NoAssistantTurn: RecordRule {
  static let rule = Rule("R008", "no-assistant-turn")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    // A role that nobody knows may have been meant to be the assistant's: one finding is enough.
    guard chat.hasMessages, chat.messagesNode > 0, !chat.hasAssistant, !chat.hasUnknownRole else {
      return
    }
    guard chat.messages.allSatisfy(\.isObject) else { return }
    let name = chat.value(chat.messagesNode - 1).string ?? ""
    report.report(
      Self.rule, at: chat.messagesNode,
      chat.messages.isEmpty
        ? "'\(name)' is empty" : "there is no assistant message, so nothing to learn")
  }
}
