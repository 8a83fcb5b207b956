import TamisCore

/// V004 profile-stale.
///
/// What it checks: the facts about the target were looked at in the last half year.
/// Why: limits and dates change without a word; an old number is a guess.
/// Use instead: the source that `tamis explain target` names for each fact.
/// Source: https://developers.openai.com/api/docs/deprecations
enum ProfileStale: VendorRule {
  static let rule = Rule("V004", "profile-stale")

  /// Days after which a fact is old.
  private static let limit = 182

  static func message(_ profile: Profile, today: String?) -> String? {
    guard let today = today.flatMap(day) else { return nil }
    let oldest = profile.limits.map(\.provenance.checked).min() ?? profile.fields.provenance.checked
    guard let checked = day(oldest), today - checked > limit else { return nil }
    return "what is known about \(profile.name) was looked at \(today - checked) days ago, "
      + "on \(oldest)"
  }

  /// The number of a day such as `2026-11-24`, counted from the first of March of year 0.
  private static func day(_ date: String) -> Int? {
    let parts = date.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, 1...12 ~= parts[1] else { return nil }
    let year = parts[1] > 2 ? parts[0] : parts[0] - 1
    let month = (parts[1] + 9) % 12
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2] - 1
  }
}
