import TamisCore

/// P002 missing-side.
///
/// What it checks: both sides of a preference say something: each ends in a message of the assistant,
/// and of ranked answers one is better than another.
/// Why: Together and Azure refuse a side without an answer; Nova wants two different labels, Gemini a
/// score of 1 and one of 0.
/// Source: https://docs.together.ai/docs/fine-tuning-data-preparation
struct MissingSide: RecordRule {
  static let rule = Rule("P002", "missing-side")
  static let concern: RecordSigns = .sides

  init(_ profile: Profile) {}

  func check(_ chat: ChatView, _ report: Reporter) {
    for side in chat.sides {
      let messages = chat.sideMessages[side.messages]
      guard let last = messages.last else { continue }
      if let role = last.role, role != .assistant {
        report.report(
          Self.rule, at: side.node, "the answer is \(role.phrase), not the assistant's")
      }
    }
    guard chat.sides.count > 1, chat.sides.allSatisfy({ $0.kind == .ranked }) else { return }
    let marks = chat.sides.compactMap { side -> String? in
      let node = side.label != 0 ? side.label : side.score
      return node == 0 ? nil : String(decoding: chat.value(node).json.prefix(16), as: UTF8.self)
    }
    guard marks.count == chat.sides.count, Set(marks).count == 1 else { return }
    report.report(
      Self.rule, at: chat.sides[0].node, "all answers are said to be equally good")
  }
}
