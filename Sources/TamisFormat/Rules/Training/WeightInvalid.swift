import TamisCore

/// M004 weight-invalid.
///
/// What it checks: a `weight` is 0 or 1, and belongs to a message of the assistant. `1.0` is a
/// warning.
/// Why: the schema says integer, 0 or 1, for assistant messages; half a weight is refused, and one
/// for a user's message has no meaning.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05,
/// FineTuneChatCompletionRequestAssistantMessage
struct WeightInvalid: RecordRule {
  static let rule = Rule("M004", "weight-invalid")

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasWeights else { return }
    for message in chat.messages where message.weight != 0 {
      if let role = message.role, role != .assistant {
        report.report(
          Self.rule, at: message.weight, fix: Finding.Fix(.safe, "leave it out"),
          "\(role.phrase) has a weight; only assistant messages are weighted")
        continue
      }
      let json = chat.value(message.weight).json
      if json.isText("0") || json.isText("1") { continue }
      let isWhole = json.isText("0.0") || json.isText("1.0")
      report.report(
        Self.rule, at: message.weight, atMost: isWhole ? .warning : .error,
        "the weight must be the integer 0 or 1")
    }
  }
}
