import TamisCore

/// Z010 private-key.
///
/// What it checks: no text holds a private key as it is written to files: `-----BEGIN PRIVATE KEY-----`.
/// Why: who has the key is its owner for every program.
/// Use instead: a name that stands for it, such as `<key>`. What was found is masked in all
/// output.
/// Source: https://www.rfc-editor.org/rfc/rfc7468
struct PrivateKeyFound: PrivacyRule {
  static let rule = Rule("Z010", "private-key")
  static let kind = PrivacyScan.Kind.privateKey

  init(_ profile: Profile) {}
}
