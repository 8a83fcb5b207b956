import TamisCore

/// L006 too-many-images.
///
/// What it checks: an example has no more images than the target takes, and a message no more images
/// or videos where the target counts by message.
/// Why: the example is refused or skipped.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct TooManyImages: RecordRule {
  static let rule = Rule("L006", "too-many-images")
  static let concern: RecordSigns = .parts

  private let limit: Profile.Limit?
  private let messageLimit: Profile.Limit?

  init(_ profile: Profile) {
    limit = profile.limit("max_images_per_example")
    messageLimit = profile.limit("max_images_per_message")
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts else { return }
    if let limit { check(chat.parts[...], limit, at: chat.messagesNode, "example", report) }
    if let messageLimit {
      for message in chat.messages {
        check(chat.parts[message.parts], messageLimit, at: message.node, "message", report)
      }
    }
  }

  private func check(
    _ parts: ArraySlice<PartNodes>, _ limit: Profile.Limit, at node: Int, _ noun: String,
    _ report: Reporter
  ) {
    let count = parts.count(where: \.isImage)
    guard count > limit.value else { return }
    report.report(
      Self.rule, at: node,
      "the \(noun) has \(count) images, limit \(limit.value) (\(limit.provenance.citation))")
  }
}
