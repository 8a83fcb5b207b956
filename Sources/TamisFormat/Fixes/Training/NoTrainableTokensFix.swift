import TamisCore

/// M001, unsafe: leaves the record out, in which nothing is learned.
struct NoTrainableTokensFix: RecordFix {
  static let rule = NoTrainableTokens.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? { .drop }
}
