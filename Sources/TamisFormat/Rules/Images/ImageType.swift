import TamisCore

/// S013 image-type-unsupported.
///
/// What it checks: an image, video or document is of a type that the target takes. Data in a data URL
/// that starts like another type than it says is a warning.
/// Why: OpenAI refuses other types; an image with the wrong label may be decoded or skipped.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct ImageType: ShapeRule {
  static let rule = Rule("S013", "image-type-unsupported")
  static let concern: RecordSigns = [.problems, .parts]

  let target: String
  private let types: [String]

  init(_ profile: Profile) {
    target = profile.name
    types = profile.imageTypes.values
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    chat.forEachImage { url in
      chat.withKey(url.node) { text in
        guard let image = DataURL(text) else { return }
        check(image, at: url.node, report)
      }
    }
  }

  private func check(_ image: DataURL, at node: Int, _ report: Reporter) {
    let type = String(decoding: image.type, as: UTF8.self).lowercased()
    if !types.contains(type) {
      report.report(
        Self.rule, at: node,
        "the image is of type '\(type)'; it may be \(types.joined(separator: ", "))")
    } else if let actual = Self.type(of: image.head), actual != type {
      report.report(
        Self.rule, at: node, atMost: .warning,
        "the image says '\(type)', and its data starts like \(actual)")
    }
  }

  /// The type that the first bytes of a file tell.
  private static func type(of head: [UInt8]) -> String? {
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if head.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: "WEBP".utf8) {
      return "image/webp"
    }
    return nil
  }
}
