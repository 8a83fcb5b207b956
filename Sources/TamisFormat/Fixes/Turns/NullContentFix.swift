import TamisCore

/// R013, unsafe: leaves the record out.
struct NullContentFix: RecordFix {
  static let rule = NullContent.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? { .drop }
}
