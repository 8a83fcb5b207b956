import TamisCore

/// M001 no-trainable-tokens.
///
/// What it checks: not every assistant message has weight 0. One such record is a warning; a file
/// of nothing else is an error.
/// Why: a message of weight 0 is read and paid for, and not learned.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct NoTrainableTokens: RecordRule {
  static let rule = Rule("M001", "no-trainable-tokens")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasWeights, chat.hasAssistant else { return }
    for message in chat.messages where message.role == .assistant {
      guard message.weight != 0, chat.value(message.weight).json.isText("0") else { return }
    }
    report.report(
      Self.rule, at: chat.messagesNode, atMost: .warning,
      "every assistant message has weight 0, so nothing in the record is learned")
  }
}
