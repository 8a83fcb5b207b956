import TamisCore
import TamisTokenizers

/// A question asked about the tokens of each record, where a tokenizer is known.
///
/// One file holds one rule, as with `RecordRule`. The profile of the target says how bad the answer
/// is; where it says nothing, `severity` holds, since whoever names a tokenizer wants to know.
protocol TokenRule: SendableMetatype {
  /// Code and name; neither is ever used for anything else.
  static var rule: Rule { get }
  /// How bad it is where the profile doesn't say.
  static var severity: Severity { get }
  /// The rule with the facts that it needs.
  init(_ options: TokenCheckOptions)
  /// Tells `report` what is wrong with the tokens of one record.
  func check(_ example: TokenExample, _ report: TokenReport)
}

/// A question asked about tokenizer and template alone, once for a run.
protocol TokenizerRule: SendableMetatype {
  static var rule: Rule { get }
  static var severity: Severity { get }
  /// What is wrong, a sentence each.
  static func check(_ model: ChatTokenizer) -> [String]
}

/// What token rules see of a record.
struct TokenExample {
  var mask: LossMask
  var options: TokenCheckOptions
  /// What is known of the messages, in their order; empty for plain text.
  var messages: [MessageInfo]
  /// The ids of the prompt encoded by itself, of a prompt with a completion.
  var promptIDs: [TokenID]?
}

/// Where token rules tell what is wrong.
struct TokenReport {
  /// Takes a finding: the rule, the message that it is about, and the words.
  let take: (Rule, Int?, String) -> Void

  /// Notes that `rule` is broken, by the message with that number where one is to blame.
  func report(_ rule: Rule, at message: Int? = nil, _ text: String) { take(rule, message, text) }
}

/// The rules about tokens, one line each, in the order in which they are asked.
enum TokenRules {
  static let all: [any TokenRule.Type] = [
    OverLimit.self,
    TruncatedSupervised.self,
    FullyTruncated.self,
    BoundaryMerge.self,
    SpecialTokenSpelledOut.self,
    DoubleBeginning.self,
    MissingBeginning.self,
    ThoughtLeftOut.self,
    MessageLeftOut.self,
    TurnNotFound.self,
    NothingLearned.self,
    LittleLearned.self,
    OtherTurnLearned.self,
    EndOfTurnMissing.self,
    EndOfTurnNotLearned.self,
  ]

  static let ofTokenizers: [any TokenizerRule.Type] = [
    EndOfTurnInPieces.self,
    PaddingIsEndOfTurn.self,
    TemplateNotMarked.self,
    TemplateTokenUnknown.self,
  ]

  /// All of them, with how bad they are where a profile doesn't say.
  static let severities: [(rule: Rule, severity: Severity)] =
    all.map { ($0.rule, $0.severity) } + ofTokenizers.map { ($0.rule, $0.severity) }
    + [
      (TemplateRaises.rule, TemplateRaises.severity), (NotTokenized.rule, NotTokenized.severity),
    ]
}

/// A number with commas: `20,480`.
func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)[...]
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits = digits.dropLast(3)
  }
  return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}
