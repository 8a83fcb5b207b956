import TamisCore

/// V001 target-closing.
///
/// What it checks: the target stays open; where it does not, the dates are told.
/// Why: a job that cannot be created any more is noticed when the data is ready.
/// Source: https://developers.openai.com/api/docs/deprecations
enum TargetClosing: VendorRule {
  static let rule = Rule("V001", "target-closing")

  static func message(_ profile: Profile, today: String?) -> String? {
    guard
      profile.lifecycle.status == .closing
        || (profile.lifecycle.status == .open && !profile.lifecycle.dates.isEmpty)
    else { return nil }
    let status = profile.lifecycle.status == .closing ? "is closing" : "has dates"
    return "\(profile.title) \(status): \(VendorRules.dates(profile))"
  }
}
