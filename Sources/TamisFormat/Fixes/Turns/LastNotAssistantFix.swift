import TamisCore

/// R004, unsafe: leaves out what comes behind the last answer of the model.
struct LastNotAssistantFix: RecordFix {
  static let rule = LastNotAssistant.rule

  private let roles: RoleWords

  init(_ profile: Profile) { roles = RoleWords(profile) }

  func repair(at place: Place) -> Repair? {
    guard let (messages, index) = place.siblings, index > 0,
      let answer = messages.lastIndex(where: { roles.meaning(of: $0) == "assistant" }),
      answer < messages.count - 1
    else { return nil }
    let end = messages[messages.count - 1].range.upperBound
    return .unsafe(Edit(messages[answer].range.upperBound..<end, []))
  }
}
