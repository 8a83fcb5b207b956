import TamisCore

/// Turns between a user, a model and its tools, with the tools that were on offer.
public struct Conversation {
  /// All of the messages, as one array.
  public var json: JSONFragment
  public var messages: [Message]
  public var tools: JSONFragment?
  public var parallelToolCalls: JSONFragment?
  /// The predecessor of `tools`.
  public var functions: JSONFragment?
}

/// One turn of a conversation.
public struct Message {
  /// All of the message, as one object.
  public var json: JSONFragment
  public var role: JSONFragment?
  public var content: JSONFragment?
  /// The other members in their order; the names are written keys, with quotes.
  public var others: [(name: JSONFragment, value: JSONFragment)]

  /// True when the role is exactly that word.
  func hasRole(_ name: StaticString) -> Bool {
    guard let json = role?.json, json.count == name.utf8CodeUnitCount + 2 else { return false }
    return json.dropFirst().starts(
      with: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }
}
