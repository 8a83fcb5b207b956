import TamisCore

/// R008, unsafe: leaves the record out, in which there is nothing to learn.
struct NoAssistantTurnFix: RecordFix {
  static let rule = NoAssistantTurn.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? { .drop }
}
