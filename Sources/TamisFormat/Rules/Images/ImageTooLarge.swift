import TamisCore

/// L007 image-too-large.
///
/// What it checks: an image in a data URL has no more bytes than the target takes. What is behind
/// an http address is not fetched.
/// Why: the image is skipped, and the example with it.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct ImageTooLarge: RecordRule {
  static let rule = Rule("L007", "image-too-large")
  static let concern: RecordSigns = .parts

  private let limit: Profile.Limit?

  init(_ profile: Profile) { limit = profile.limit("max_image_bytes") }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts, let limit else { return }
    chat.forEachImage { url in
      var size = 0
      chat.withKey(url.node) { size = DataURL($0)?.decodedCount ?? 0 }
      guard size > limit.value else { return }
      report.report(
        Self.rule, at: url.node,
        "the image has \(size) bytes, limit \(limit.value) (\(limit.provenance.citation))")
    }
  }
}
