import TamisCore

/// M004 weight-invalid.
///
/// What it checks: a `weight` is 0 or 1, and belongs to a message of the assistant. `1.0` is a
/// warning. The weight of a whole record, where a target has one, is a number that is not negative.
/// Why: the schema says integer, 0 or 1, for assistant messages; half a weight is refused, and one
/// for a user's message has no meaning.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
/// Fix: safe for a weight that has no meaning; it is left out.
struct WeightInvalid: RecordRule {
  static let rule = Rule("M004", "weight-invalid")
  static let concern: RecordSigns = .weights

  /// Roles whose messages may have a weight.
  private let weighted: [ChatRole]

  init(_ profile: Profile) {
    weighted = profile.roles.filter { $0.keys.contains("weight") }
      .compactMap { ChatRole(named: $0.meaning) }
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    if chat.recordWeight != 0, chat.value(chat.recordWeight).json.first == UInt8(ascii: "-") {
      report.report(Self.rule, at: chat.recordWeight, "the weight of the record is negative")
    }
    guard chat.hasWeights else { return }
    chat.forEachMessage { message in
      if message.weight != 0 { check(message, chat, report) }
    }
  }

  private func check(_ message: ChatMessage, _ chat: ChatView, _ report: Reporter) {
    if let role = message.role, !weighted.contains(role) {
      report.report(
        Self.rule, at: message.weight, fix: Finding.Fix(.safe, "leave it out"),
        "\(role.phrase) has a weight; only assistant messages are weighted")
      return
    }
    let json = chat.value(message.weight).json
    if json.isText("0") || json.isText("1") { return }
    let isWhole = json.isText("0.0") || json.isText("1.0")
    report.report(
      Self.rule, at: message.weight, atMost: isWhole ? .warning : .error,
      "the weight must be the integer 0 or 1")
  }
}
