import TamisCore

/// A question asked about each record by itself.
///
/// One file holds one rule: what it checks, why it matters and where that is known from, the check,
/// and the words. The profile of the target says which rules are asked and how bad their answers
/// are; a check may soften that, never harden it. A good record must cost no allocation.
protocol RecordRule: SendableMetatype {
  /// Code and name; neither is ever used for anything else.
  static var rule: Rule { get }
  /// The rule with the facts that it needs from `profile`.
  init(_ profile: Profile)
  /// Tells `report` what is wrong with `chat`.
  func check(_ chat: ChatView, _ report: Reporter)
}

/// The rules about records, one line each, in the order in which they are asked.
enum RecordRules {
  static let all: [any RecordRule.Type] = [
    LoneSurrogate.self,
    UnicodeLineSeparator.self,
    ReplacementCharacter.self,
    Mojibake.self,
    DuplicateKey.self,
    SpecialTokenText.self,
    WrongLayout.self,
    UnknownKey.self,
    MissingKey.self,
    WrongType.self,
    UnknownRole.self,
    NotAlternating.self,
    LastNotAssistant.self,
    SystemNotFirst.self,
    EmptyContent.self,
    NoAssistantTurn.self,
    NullContent.self,
    ToolCallWithoutResult.self,
    ToolResultWithoutCall.self,
    ArgumentsNotJSON.self,
    ToolsSchema.self,
    UndeclaredTool.self,
    WeightInvalid.self,
    NoTrainableTokens.self,
    ContentPartInvalid.self,
    PartNotAllowed.self,
    ImageSource.self,
    ImageType.self,
    ImageTooLarge.self,
    TooManyImages.self,
  ]
}
