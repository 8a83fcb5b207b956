/// A record that has been given a meaning.
///
/// Every layout is read into it and every target is written from it: N + M, never N × M. Its values
/// are borrowed from the record: good until the batch changes.
public enum Example {
  /// Text to go on with, without turns. The fragment is a string.
  case text(JSONFragment)
  case promptCompletion(PromptCompletion)
  case conversation(Conversation)

  /// The kind in the words of a message.
  var phrase: String {
    switch self {
    case .text: "plain text"
    case .promptCompletion: "a prompt with its completion"
    case .conversation: "a conversation"
    }
  }
}

/// One question and the answer to be learned. All three are strings that are not empty.
public struct PromptCompletion {
  public var prompt: JSONFragment
  public var completion: JSONFragment
  /// What the model is told before the prompt.
  public var system: JSONFragment?
}
