import TamisCore

/// A question asked about each record by itself.
///
/// One file holds one rule: what it checks, why it matters and where that is known from, the check,
/// and the words. The profile of the target says which rules are asked and how bad their answers
/// are; a check may soften that, never harden it. A good record must cost no allocation.
protocol RecordRule: SendableMetatype {
  /// Code and name; neither is ever used for anything else.
  static var rule: Rule { get }
  /// What a record must have for the rule to be asked about it.
  static var concern: RecordSigns { get }
  /// The rule with the facts that it needs from `profile`.
  init(_ profile: Profile)
  /// Tells `report` what is wrong with `chat`.
  func check(_ chat: ChatView, _ report: Reporter)
}

extension RecordRule {
  static var concern: RecordSigns { .always }
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
    ReservedText.self,
    WrongLayout.self,
    UnknownKey.self,
    MissingKey.self,
    WrongType.self,
    WrongCount.self,
    ValueNotAllowed.self,
    DifferentCounts.self,
    MixedMedia.self,
    MixedKinds.self,
    UnknownRole.self,
    NotAlternating.self,
    FirstNotUser.self,
    LastNotAssistant.self,
    SystemNotFirst.self,
    SystemUnsupported.self,
    EmptyContent.self,
    NoAssistantTurn.self,
    NoUserTurn.self,
    NullContent.self,
    PromptEndsInAnswer.self,
    PromptCannotBeAnswered.self,
    ToolCallWithoutResult.self,
    ToolResultWithoutCall.self,
    ToolCallIDInvalid.self,
    DuplicateCallID.self,
    ArgumentsNotJSON.self,
    ArgumentsBreakSchema.self,
    ToolsSchema.self,
    UndeclaredTool.self,
    WeightInvalid.self,
    NoTrainableTokens.self,
    UserTurnTrained.self,
    ImageMessageWeighted.self,
    ContentPartInvalid.self,
    PartNotAllowed.self,
    ImageSource.self,
    ImageType.self,
    ImageTooLarge.self,
    TooManyImages.self,
    VeryShort.self,
    ChosenEqualsRejected.self,
    MissingSide.self,
    PromptMismatch.self,
    DiffersOnlyInSpace.self,
    SecretKeyFound.self,
    EmailFound.self,
    CardNumberFound.self,
    PhoneNumberFound.self,
    AccountNumberFound.self,
    PrivateKeyFound.self,
  ]
}
