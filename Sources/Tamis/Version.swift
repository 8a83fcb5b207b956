/// What this build of Tamis calls itself.
public enum TamisVersion {
  /// The version by the rules of semver.org.
  public static let current = "0.1.0"
}
