import TamisCore

/// What is known about a target: data with sources, no logic.
///
/// Read from `Targets/Profiles/<name>.json`; <doc:Architecture> tells where the bytes come from. A
/// profile may extend another one, and then only says what is different. A number without a source
/// and a date is a bug.
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
  /// What becomes of an example that is longer; empty where nobody says.
  public var overLength: String
  public var extensions: Values
  /// The fields that a record may have, the one that holds the turns or the text first.
  public var fields: Values
  /// True where fields that are not among `fields` are passed over.
  public var allowsOtherFields: Bool
  public var roles: [Role]
  /// Who may speak after whom; `nil` where a record has no turns.
  public var turns: Turns?
  public var imageTypes: Values
  public var imageSchemes: Values
  public var imageDetails: Values
  /// Text that the target's tokenizers take for control.
  public var specialTokens: Values
  /// Text that the target refuses wherever it stands.
  public var reservedStrings: Values
  /// True where `reservedStrings` are meant in capitals and in small letters.
  public var reservedStringsIgnoreCase: Bool
  /// What an id of a tool call looks like; `nil` where anything goes.
  public var toolIDs: TextPattern?
  /// An id that a call may have besides, where the record ends with it.
  public var toolIDAtEnd: String?
  /// Roles, by meaning, whose empty messages are refused; those of others are only of no use.
  public var refusesEmpty: [String]
  /// Places in which the target can be had; empty where it is had everywhere.
  public var regions: Values
  /// Options of the layout's writer, by name.
  public var writer: [String: String]
  /// The rules that hold, by code. A rule that is missing isn't checked.
  public var rules: [String: Severity]
  /// What a record looks like.
  var record: RecordShape

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
    /// The target's word.
    public var name: String
    /// What the word means, as OpenAI has it: `assistant` for Gemini's `model`.
    public var meaning: String
    public var keys: [String]
    /// Keys that such a message cannot lack.
    public var required: [String]
    /// Types that a part of the content may have; none where content is a string.
    public var parts: [String]
  }

  /// Who may speak after whom, in the words of `Role.meaning`.
  public struct Turns: Sendable, Equatable {
    /// For each state those who may come next. States are `start`, `system`, `user`, `assistant`,
    /// `call` (an assistant that calls tools) and `tool`.
    public var next: [String: [String]]
    /// Who may have the last word.
    public var last: [String]
    public var provenance: Provenance
  }

  /// The limit of that name.
  public func limit(_ name: String) -> Limit? { limits.first { $0.name == name } }

  /// How bad it is to break `rule`; `nil` where the target does not care.
  public func severity(of rule: Rule) -> Severity? { rules[rule.code] }
}
