import TamisCore

/// S010 content-part-invalid.
///
/// What it checks: a part of a content has a type that the target knows, and what that type asks
/// for: `text` a string, `image_url` an object with a `url` and maybe a `detail`, `refusal` a
/// string.
/// Why: parts differ from target to target (Mistral writes `image_url` as a string), and OpenAI
/// refuses those of others.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct ContentPartInvalid: RecordRule {
  static let rule = Rule("S010", "content-part-invalid")

  private let types: [String]
  private let details: [String]

  init(_ profile: Profile) {
    types = profile.roles.reduce(into: []) { types, role in
      for part in role.parts where !types.contains(part) { types.append(part) }
    }
    details = profile.imageDetails.values
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    guard chat.hasParts else { return }
    for message in chat.messages where message.content != 0 && message.contentKind == .array {
      for part in chat.value(message.content).elements where part.kind == .object {
        check(part, report)
      }
    }
  }

  private func check(_ part: JSONValue, _ report: Reporter) {
    guard let type = part["type"] else {
      report.report(Self.rule, at: part.node, "the content part has no 'type'")
      return
    }
    guard let name = type.string, types.contains(name) else {
      let words = type.string.map { "'\($0)'" } ?? type.kind.phrase
      report.report(
        Self.rule, at: type.node,
        "the type of the content part is \(words); it may be \(types.joined(separator: ", "))")
      return
    }
    switch name {
    case "text": want(part["text"], .string, "text", of: part, report)
    case "refusal": want(part["refusal"], .string, "refusal", of: part, report)
    case "image_url": checkImage(part, report)
    default: break
    }
  }

  private func checkImage(_ part: JSONValue, _ report: Reporter) {
    guard let image = want(part["image_url"], .object, "image_url", of: part, report) else {
      return
    }
    want(image["url"], .string, "url", of: image, report)
    guard let detail = image["detail"] else { return }
    if let name = detail.string, details.contains(name) { return }
    report.report(
      Self.rule, at: detail.node,
      "'detail' is \(detail.string.map { "'\($0)'" } ?? detail.kind.phrase); it may be "
        + details.joined(separator: ", "))
  }

  @discardableResult
  private func want(
    _ value: JSONValue?, _ kind: JSONKind, _ key: String, of part: JSONValue, _ report: Reporter
  ) -> JSONValue? {
    guard let value else {
      report.report(Self.rule, at: part.node, "the content part has no '\(key)'")
      return nil
    }
    if value.kind == kind { return value }
    report.report(
      Self.rule, at: value.node, "'\(key)' is \(value.kind.phrase), not \(kind.phrase)")
    return nil
  }
}
