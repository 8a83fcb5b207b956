import TamisCore

extension Example {
  /// What came of a system message that was offered to an example.
  enum SystemOffer {
    /// The example with it.
    case taken(Example)
    /// The example has one of its own, which it keeps.
    case hasOwn
    /// There are no turns that it could go before.
    case impossible
  }

  /// The example with `system`, a string, before its first turn, where it has no such message.
  func offered(_ system: JSONFragment) -> SystemOffer {
    switch self {
    case .promptCompletion(var pair):
      if pair.system != nil { return .hasOwn }
      pair.system = system
      return .taken(.promptCompletion(pair))
    case .conversation(let conversation):
      return conversation.offered(system).map { .taken(.conversation($0)) } ?? .hasOwn
    case .preference(var preference):
      guard let input = preference.input.offered(system) else { return .hasOwn }
      preference.input = input
      preference.isConversational = true
      return .taken(.preference(preference))
    case .judged(var judged):
      guard let input = judged.input.offered(system) else { return .hasOwn }
      judged.input = input
      judged.isConversational = true
      return .taken(.judged(judged))
    case .reinforcement(var reinforcement):
      guard let input = reinforcement.input.offered(system) else { return .hasOwn }
      reinforcement.input = input
      reinforcement.isConversational = true
      return .taken(.reinforcement(reinforcement))
    case .text, .segments, .stepwise, .tokens:
      return .impossible
    }
  }
}

extension Conversation {
  /// The conversation with `system` before it; `nil` where it has such a message.
  fileprivate func offered(_ system: JSONFragment) -> Conversation? {
    guard !hasSystemMessage else { return nil }
    var conversation = self
    conversation.json = nil
    conversation.messages.insert(Message(role: .system, content: .text(system)), at: 0)
    return conversation
  }
}
