import TamisCore

/// S003 wrong-type.
///
/// What it checks: each value is of the kind that the target wants: messages an array of objects,
/// roles and names strings, content a string or parts. A value that may be of several forms has one.
/// Why: the service answers with a line of its own code, such as `'str' object has no attribute
/// 'get'` for a list of strings.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
struct WrongType: ShapeRule {
  static let rule = Rule.wrongType
  static let concern: RecordSigns = .problems

  let target: String

  init(_ profile: Profile) { target = profile.name }

  func fix(_ problem: ShapeProblem, _ chat: ChatView) -> Finding.Fix? {
    guard problem.value >= 0, chat.kind(problem.node) == .string else { return nil }
    let object = chat.shape.values[problem.value].object
    guard object >= 0, case .part = chat.shape.objects[Int(object)].meaning else { return nil }
    return Finding.Fix(.safe, "write it as a text part")
  }
}
