import TamisCore

/// What is known about a target: data with sources, no logic.
///
/// Loaded from `Targets/<name>.json`. A number without a source and a date is a bug.
public struct Profile: Sendable {
  /// The name that `--to` and `--target` take.
  public var name: String
  /// The name for people.
  public var title: String
  /// The layout that the target reads.
  public var layout: String
  public var lifecycle: Lifecycle
  public var limits: [Limit]
  /// Tokens that an example may have, by the start of the model's name.
  public var contextTokens: [(model: String, tokens: Int)]
  /// What becomes of an example that is longer.
  public var overLength: String
  public var extensions: Values
  /// The fields that a record may have.
  public var fields: Values
  public var roles: [Role]
  public var imageTypes: Values
  public var imageSchemes: Values
  public var imageDetails: Values
  /// Text that the target's tokenizers take for control.
  public var specialTokens: Values
  /// The rules that hold, by code. A rule that is missing isn't checked.
  public var rules: [String: Severity]

  /// Where a fact comes from.
  public struct Provenance: Sendable, Equatable {
    public var source: String
    /// Day on which the source was looked at: `2026-11-23`.
    public var checked: String
    /// "official", "official copy" (seen in a stored or older copy) or "reported" (second hand).
    public var certainty: String

    /// The part of a message that names the source.
    var citation: String { "\(source), checked \(checked)" }
  }

  /// Whether the target can still be used, and until when.
  public struct Lifecycle: Sendable, Equatable {
    public enum Status: String, Sendable { case open, closing, closed }
    public var status: Status
    public var dates: [Event]

    /// What happens on a day.
    public struct Event: Sendable, Equatable {
      public var date: String
      public var what: String
      public var provenance: Provenance
    }
  }

  /// The highest or lowest number of something.
  public struct Limit: Sendable, Equatable {
    public var name: String
    public var value: Int
    public var unit: String
    public var note: String?
    public var provenance: Provenance
  }

  /// A list of words.
  public struct Values: Sendable, Equatable {
    public var values: [String]
    public var provenance: Provenance
  }

  /// Who speaks, and what such a message may hold.
  public struct Role: Sendable, Equatable {
    public var name: String
    public var keys: [String]
    /// Types that a part of the content may have.
    public var parts: [String]
  }

  /// The limit of that name.
  public func limit(_ name: String) -> Limit? { limits.first { $0.name == name } }

  /// How bad it is to break `rule`; `nil` where the target does not care.
  public func severity(of rule: Rule) -> Severity? { rules[rule.code] }
}
