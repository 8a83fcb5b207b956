import TamisCore

/// V002 target-closed.
///
/// What it checks: the target can still be used.
/// Why: nothing that is uploaded there becomes a model any more.
/// Use instead: another target; `tamis format --from` reads what was made for this one.
/// Source: https://developers.openai.com/api/docs/deprecations
enum TargetClosed: VendorRule {
  static let rule = Rule("V002", "target-closed")

  static func message(_ profile: Profile, today: String?) -> String? {
    guard profile.lifecycle.status == .closed else { return nil }
    return "\(profile.title) is closed: \(VendorRules.dates(profile))"
  }
}
