import TamisCore

/// P005, unsafe: leaves the pair out.
struct DiffersOnlyInSpaceFix: RecordFix {
  static let rule = DiffersOnlyInSpace.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? { .drop }
}
