import TamisCore

/// Z002 email.
///
/// What it checks: no text holds an e-mail address.
/// Why: it is personal data of somebody who can ask for its removal, which a trained model cannot do.
/// Use instead: a name that stands for it, such as `<email>`. What was found is masked in all
/// output.
/// Source: https://gdpr-info.eu/art-4-gdpr/
struct EmailFound: PrivacyRule {
  static let rule = Rule("Z002", "email")
  static let kind = PrivacyScan.Kind.email

  init(_ profile: Profile) {}
}
