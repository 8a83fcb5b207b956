import TamisCore

/// S012 image-source-invalid.
///
/// What it checks: an image, video or document is where the target looks for it: an http(s) address, a
/// data URL whose base64 is right to the last byte, or an address of S3 or Cloud Storage.
/// Why: a URL that cannot be fetched or decoded is skipped, and the example with it.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct ImageSource: ShapeRule {
  static let rule = Rule("S012", "image-source-invalid")
  static let concern: RecordSigns = [.problems, .parts]

  let target: String
  private let schemes: [String]

  init(_ profile: Profile) {
    target = profile.name
    schemes = profile.imageSchemes.values
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    if !chat.problems.isEmpty { reportProblems(chat, report) }
    chat.forEachImage { url in
      var problem: String?
      chat.withKey(url.node) { problem = self.problem(with: $0) }
      if let problem { report.report(Self.rule, at: url.node, problem) }
    }
  }

  private func problem(with url: UnsafeRawBufferPointer) -> String? {
    let scheme = url.prefix { $0 != UInt8(ascii: ":") }
    guard scheme.count < url.count,
      schemes.contains(where: { Array($0.utf8).elementsEqual(scheme.map { $0 | 0x20 }) })
    else {
      return "the url of the image must start with "
        + schemes.map { "'\($0):'" }.joined(separator: " or ")
    }
    guard scheme.count == 4, scheme.first.map({ $0 | 0x20 }) == UInt8(ascii: "d") else {
      return nil
    }
    guard let image = DataURL(url) else {
      return "the data URL is not 'data:<type>;base64,<data>'"
    }
    guard image.data.count > 0 else { return "the data URL holds no data" }
    guard let wrong = Base64Check.firstError(in: image.data) else { return nil }
    return "the base64 of the image is broken at its byte \(wrong)"
  }
}

extension ChatView {
  /// Calls `body` with the `url` of each image, where it is a string.
  func forEachImage(_ body: (_ url: JSONValue) -> Void) {
    guard hasParts else { return }
    for part in parts where part.isImage {
      // Mistral writes the address itself in the place of an object with it.
      guard let image = value(part.node)["image_url"] else { continue }
      if let url = image.kind == .string ? image : image["url"], url.kind == .string { body(url) }
    }
  }
}
