import TamisCore

/// Z005 iban.
///
/// What it checks: no text holds an IBAN with right check digits.
/// Why: it is personal data of the one who owns the account.
/// Use instead: a name that stands for it, such as `<iban>`. What was found is masked in all
/// output.
/// Source: https://www.iso.org/standard/81090.html
struct AccountNumberFound: PrivacyRule {
  static let rule = Rule("Z005", "iban")
  static let kind = PrivacyScan.Kind.iban

  init(_ profile: Profile) {}
}
