import TamisCore

/// V005 region.
///
/// What it checks: the target can be had everywhere; where it cannot, its regions are told.
/// Why: a bucket or a job in another region is refused.
/// Source: https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-the-dataset.html
enum OneRegion: VendorRule {
  static let rule = Rule("V005", "region")

  static func message(_ profile: Profile, today: String?) -> String? {
    guard !profile.regions.values.isEmpty else { return nil }
    return "\(profile.title) is only in \(profile.regions.values.joined(separator: ", ")) "
      + "(\(profile.regions.provenance.citation))"
  }
}
