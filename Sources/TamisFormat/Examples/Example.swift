/// A record that has been given a meaning.
///
/// Every layout is read into it and every target is written from it: N + M, never N × M. Its values
/// are borrowed from the `RecordTree` that was read: good until that reads another record.
public enum Example {
  /// Text to go on with, without turns. The fragment is a string.
  case text(JSONFragment)
  case promptCompletion(PromptCompletion)
  case conversation(Conversation)
  case preference(Preference)
  case judged(Judged)
  case stepwise(Stepwise)
  case reinforcement(Reinforcement)
  /// Text in pieces, some of which are learned. There is at least one.
  case segments([Segment])
  case tokens(TokenRow)

  /// The kind in the words of a message.
  var phrase: String {
    switch self {
    case .text: "plain text"
    case .promptCompletion: "a prompt with its completion"
    case .conversation: "a conversation"
    case .preference: "a preference pair"
    case .judged: "a judged completion"
    case .stepwise: "a solution judged step by step"
    case .reinforcement: "a prompt without an answer"
    case .segments: "text in segments"
    case .tokens: "a row of tokens"
    }
  }
}
