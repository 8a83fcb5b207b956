import TamisCore

/// S009 value-not-allowed.
///
/// What it checks: a value is one of those that the target knows: a method, a schema version, a
/// label, an address.
/// Why: the target compares letter for letter and refuses the record.
/// Use instead: the value that the message names.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
struct ValueNotAllowed: ShapeRule {
  static let rule = Rule("S009", "value-not-allowed")
  static let concern: RecordSigns = .problems

  let target: String

  init(_ profile: Profile) { target = profile.name }
}
