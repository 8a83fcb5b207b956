import TamisCore

/// What mends a finding about a record.
///
/// One file holds the fix of one rule. Its head comment is `CODE, safe: what it does` (or `unsafe`),
/// which `tamis explain` and the documentation tell; the rest is for readers of the code.
///
/// A fix makes its finding go away, and does nothing to a record that it has mended. One that does
/// not know how to mend a particular record gives `nil`, and the finding stays.
protocol RecordFix: SendableMetatype {
  /// The rule whose findings it mends.
  static var rule: Rule { get }
  /// The fix with the facts that it needs from `profile`.
  init(_ profile: Profile)
  /// What to do about a finding at `place`.
  func repair(at place: Place) -> Repair?
}

/// A change to a record, and whether it keeps the meaning.
struct Repair {
  enum Change {
    case edits([Edit])
    /// Leaves the record out.
    case drop
  }

  var applicability: Finding.Fix.Applicability
  var change: Change

  /// A change that keeps the meaning.
  static func safe(_ edits: Edit...) -> Repair {
    Repair(applicability: .safe, change: .edits(edits))
  }
  /// A change of the meaning.
  static func unsafe(_ edits: Edit...) -> Repair {
    Repair(applicability: .unsafe, change: .edits(edits))
  }
  /// Leaves the record out, which is never safe.
  static let drop = Repair(applicability: .unsafe, change: .drop)
}

/// The fixes of findings about records, one line each.
enum RecordFixes {
  static let all: [any RecordFix.Type] = [
    LineSeparatorFix.self,
    MojibakeFix.self,
    LoneSurrogateFix.self,
    SpecialTokenFix.self,
    DuplicateKeyFix.self,
    MissingKeyFix.self,
    UnknownKeyFix.self,
    WrongTypeFix.self,
    WrongLayoutFix.self,
    ContentPartFix.self,
    MixedMediaFix.self,
    UnknownRoleFix.self,
    NotAlternatingFix.self,
    LastNotAssistantFix.self,
    SystemNotFirstFix.self,
    SystemUnsupportedFix.self,
    FirstNotUserFix.self,
    PromptEndsInAnswerFix.self,
    EmptyContentFix.self,
    NoAssistantTurnFix.self,
    NullContentFix.self,
    ToolResultFix.self,
    ArgumentsFix.self,
    ToolCallIDFix.self,
    ToolsSchemaFix.self,
    NoTrainableTokensFix.self,
    WeightFix.self,
    ImageWeightFix.self,
    ChosenEqualsRejectedFix.self,
    DiffersOnlyInSpaceFix.self,
  ]
}
