import TamisCore

/// S002 unknown-key.
///
/// What it checks: a record has only the fields that the target names, and a message only the keys
/// of its role. Where a target takes no notice of a key it is a warning, or nothing.
/// Why: OpenAI answers `Example 1 contains an extra "weight"` and refuses the file; Together
/// answers `Found extra column`. What others do with unknown keys is mostly not documented.
/// Use instead: `tamis format`, which leaves such fields out and says so.
/// Source: https://github.com/openai/openai-openapi/tree/f7f4b05
/// Fix: unsafe; the key is left out.
struct UnknownKey: ShapeRule {
  static let rule = Rule.unknownKey

  let target: String
  private let roles: RoleKeys

  init(_ profile: Profile) {
    target = profile.name
    roles = RoleKeys(profile)
  }

  func check(_ chat: ChatView, _ report: Reporter) {
    for problem in chat.problems {
      guard case .unknown = problem.kind, !chat.shape.hasOwnRule(problem) else { continue }
      if problem.object == 0 {
        reportField(problem, chat, report)
      } else {
        reportKey(problem, chat, report)
      }
    }
    chat.forEachMessage { message in
      let excess = roles.excess(message)
      if excess != 0 { reportKeys(of: message, excess, chat, report) }
    }
  }

  private func reportField(_ problem: ShapeProblem, _ chat: ChatView, _ report: Reporter) {
    // Of a record without messages all fields are unknown: that it has none is enough to say.
    if chat.lacksFields { return }
    let name = chat.value(problem.node).string ?? ""
    let atMost = chat.shape.objectWords[0].unknown
    let end = atMost == .error ? "; the file is refused for an extra \"\(name)\"" : ""
    report.report(
      Self.rule, at: problem.node, atMost: atMost,
      fix: Finding.Fix(.unsafe, "leave the field out"),
      "field '\(name)' is not part of \(target)\(end)")
  }

  private func reportKey(_ problem: ShapeProblem, _ chat: ChatView, _ report: Reporter) {
    let name = chat.value(problem.node).string ?? ""
    let words = chat.shape.objectWords[problem.object]
    let isMessage = chat.shape.objects[problem.object].meaning == .message
    let speaker = isMessage ? chat.message(around: problem.node)?.role?.phrase : nil
    let owner = speaker ?? (isMessage ? "a message" : words.noun)
    report.report(
      Self.rule, at: problem.node, atMost: words.unknown,
      fix: Finding.Fix(.unsafe, "leave the key out"), "key '\(name)' is not part of \(owner)")
  }

  private func reportKeys(
    of message: ChatMessage, _ excess: UInt64, _ chat: ChatView, _ report: Reporter
  ) {
    let shape = chat.shape
    let words = shape.objectWords[message.shape]
    for name in shape.names(of: excess, in: shape.objects[message.shape]) {
      for (key, value) in chat.value(message.node).members where key.string == name {
        // A weight in the wrong place has a rule of its own.
        if value.node == message.weight { continue }
        report.report(
          Self.rule, at: key.node, atMost: words.unknown,
          fix: Finding.Fix(.unsafe, "leave the key out"),
          "key '\(name)' is not part of \(message.role?.phrase ?? "a message")")
      }
    }
  }
}

extension RecordShape {
  /// True where a problem with an object is one of a more special rule than the general ones.
  func hasOwnRule(_ problem: ShapeProblem) -> Bool {
    problem.object >= 0 && objectWords[problem.object].rule != nil
  }
}
