import TamisCore

/// Z001 secret-key.
///
/// What it checks: no text holds a key or token of a known service, told by how it starts
/// (`AKIA…`, `ghp_…`, `sk-…`).
/// Why: the model can say it to anybody, and the file is copied to places that keep no secrets.
/// Use instead: a name that stands for it, such as `<key>`. What was found is masked in all
/// output.
/// Source: https://docs.github.com/en/code-security/secret-scanning
struct SecretKeyFound: PrivacyRule {
  static let rule = Rule("Z001", "secret-key")
  static let kind = PrivacyScan.Kind.secret

  init(_ profile: Profile) {}
}
