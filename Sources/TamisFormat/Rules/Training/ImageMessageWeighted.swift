import TamisCore

/// M005 image-message-weighted.
///
/// What it checks: a message with an image has no weight but 0.
/// Why: Together answers `Messages with images cannot have non-zero weights.`
/// Source: https://pypi.org/project/together/2.14.0/
/// Fix: safe; the weight is left out.
struct ImageMessageWeighted: RecordRule {
  static let rule = Rule("M005", "image-message-weighted")
  static let concern: RecordSigns = .weights

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasWeights, chat.hasParts else { return }
    for message in chat.messages where message.weight != 0 {
      guard chat.parts[message.parts].contains(where: \.isImage),
        !chat.value(message.weight).json.isText("0")
      else { continue }
      report.report(
        Self.rule, at: message.weight, fix: Finding.Fix(.safe, "leave it out"),
        "the message has an image and a weight")
    }
  }
}
