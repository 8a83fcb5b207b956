import TamisCore

/// P001, unsafe: leaves the pair out, from which nothing is to be preferred.
struct ChosenEqualsRejectedFix: RecordFix {
  static let rule = ChosenEqualsRejected.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? { .drop }
}
