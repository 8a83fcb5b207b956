import TamisCore

/// M001 no-trainable-tokens.
///
/// What it checks: something in the record is learned: not every assistant message has weight 0, not
/// every segment is masked, not every label is -100. One such record is a warning; a file of nothing
/// else is an error.
/// Why: what is masked is read and paid for, and not learned; the loss of such a run looks normal.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct NoTrainableTokens: RecordRule {
  static let rule = Rule("M001", "no-trainable-tokens")
  static let concern: RecordSigns = [.weights, .labels]

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.labels != 0 { checkLabels(chat, report) }
    if !chat.segmentLabels.isEmpty { checkSegments(chat, report) }
    guard chat.hasWeights, chat.hasAssistant else { return }
    for message in chat.messages where message.role == .assistant {
      guard message.weight != 0, chat.value(message.weight).json.isText("0") else { return }
    }
    report.report(
      Self.rule, at: chat.messagesNode, atMost: .warning,
      "every assistant message has weight 0, so nothing in the record is learned")
  }

  private func checkLabels(_ chat: ChatView, _ report: Reporter) {
    guard chat.kind(chat.labels) == .array else { return }
    for label in chat.value(chat.labels).elements where !label.json.isText("-100") { return }
    report.report(
      Self.rule, at: chat.labels, atMost: .warning,
      "every label is -100, so nothing in the record is learned")
  }

  private func checkSegments(_ chat: ChatView, _ report: Reporter) {
    for label in chat.segmentLabels where chat.kind(label) != .false { return }
    report.report(
      Self.rule, at: chat.segments, atMost: .warning,
      "every segment has the label false, so nothing in the record is learned")
  }
}
