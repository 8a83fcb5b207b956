import TamisCore

/// A rule about the target itself: it holds for all files, and is told once.
protocol VendorRule: SendableMetatype {
  static var rule: Rule { get }
  /// What there is to say about the target on the day `today`, where somebody knows the day.
  static func message(_ profile: Profile, today: String?) -> String?
}

/// The rules about targets, one line each.
enum VendorRules {
  static let all: [any VendorRule.Type] = [
    TargetClosing.self,
    TargetClosed.self,
    ProfileStale.self,
    OneRegion.self,
  ]

  /// What there is to say about the target of `profile`. `file` is the first file of the run.
  static func findings(
    _ profile: Profile, _ policy: FindingPolicy, today: String?, file: String
  ) -> [Finding] {
    all.compactMap { type in
      guard policy.severity(of: type.rule) != nil else { return nil }
      return type.message(profile, today: today).flatMap { message in
        policy.apply(Finding(type.rule, .info, at: SourceLocation(file: file), message))
      }
    }
  }

  /// The dates of the target in a sentence.
  static func dates(_ profile: Profile) -> String {
    let dates = profile.lifecycle.dates.map { "\($0.date) \($0.what)" }
    let source = profile.lifecycle.dates.first.map { " (\($0.provenance.citation))" } ?? ""
    return dates.joined(separator: "; ") + source
  }
}
