import TamisCore

/// S008 wrong-count.
///
/// What it checks: a list has as many elements as the target wants: two messages at least, one
/// answer on each side of a preference, two completions to choose from.
/// Why: the record is refused; Together answers `the preferred_output list must contain exactly one
/// message`.
/// Source: https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-prepare.html
struct WrongCount: ShapeRule {
  static let rule = Rule("S008", "wrong-count")
  static let concern: RecordSigns = .problems

  let target: String

  init(_ profile: Profile) { target = profile.name }
}
