import TamisCore

/// S010 content-part-invalid.
///
/// What it checks: a part of a content has a type that the target knows, and what that type asks
/// for: `text` a string, `image_url` an object with a `url` and maybe a `detail`; a block of Converse
/// or of Gemini has one member that says what it is.
/// Why: parts differ from target to target (Mistral writes `image_url` as a string), and each refuses
/// those of others.
/// Source: https://developers.openai.com/api/docs/guides/vision-fine-tuning
struct ContentPartInvalid: ShapeRule {
  static let rule = Rule("S010", "content-part-invalid")
  static let concern: RecordSigns = .problems

  let target: String

  init(_ profile: Profile) { target = profile.name }

  func fix(_ problem: ShapeProblem, _ chat: ChatView) -> Finding.Fix? {
    guard problem.value >= 0, chat.kind(problem.node) == .string,
      case .image = chat.shape.values[problem.value].meaning
    else { return nil }
    return Finding.Fix(.safe, "write it as an object with a 'url'")
  }
}
