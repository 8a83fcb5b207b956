import TamisCore

/// R016, unsafe: leaves the last message of the prompt out.
struct PromptEndsInAnswerFix: RecordFix {
  static let rule = PromptEndsInAnswer.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    guard let (messages, index) = place.siblings, index > 0, let array = place.parent else {
      return nil
    }
    return Edit.removeElement(messages[index], of: array).map { .unsafe($0) }
  }
}
