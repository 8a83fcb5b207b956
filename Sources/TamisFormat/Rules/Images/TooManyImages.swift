import TamisCore

/// L006 too-many-images.
///
/// What it checks: an example has no more images than the target takes.
/// Why: the example is refused or skipped.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct TooManyImages: RecordRule {
  static let rule = Rule("L006", "too-many-images")

  private let limit: Profile.Limit?

  init(_ profile: Profile) { limit = profile.limit("max_images_per_example") }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts, let limit else { return }
    var count = 0
    chat.forEachImage { _ in count += 1 }
    guard count > limit.value else { return }
    report.report(
      Self.rule, at: chat.messagesNode,
      "the example has \(count) images, limit \(limit.value) (\(limit.provenance.citation))")
  }
}
