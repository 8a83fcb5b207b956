import TamisCore

/// Z004 phone.
///
/// What it checks: no text holds a phone number: `+49 30 123456`, `(415) 555-0123`, `415-555-0123`. Figures
/// without such marks are not taken for one.
/// Why: it is personal data, and the model may give it to somebody who dials it.
/// Use instead: a name that stands for it, such as `<phone>`. What was found is masked in all
/// output.
/// Source: https://www.itu.int/rec/T-REC-E.164
struct PhoneNumberFound: PrivacyRule {
  static let rule = Rule("Z004", "phone")
  static let kind = PrivacyScan.Kind.phone

  init(_ profile: Profile) {}
}
