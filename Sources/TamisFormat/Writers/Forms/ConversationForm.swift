import TamisCore

// The forms that writers ask an example for: a conversation, one question with its answer. What an
// example of another kind means is said here once, for all targets.

extension WriterContext {
  /// The example as a conversation, for targets that learn from `wanted`.
  func conversation(
    of example: Example, wanted: String = "conversations"
  ) throws(Refusal) -> Conversation {
    switch example {
    case .conversation(let conversation): return conversation
    case .promptCompletion(let pair): return Conversation(messages: Self.messages(of: pair))
    case .reinforcement(let prompt) where prompt.input.messages.contains { $0.role == .assistant }:
      // It ends in a question, and still has answers to learn from.
      for reference in prompt.references { leaveOut(reference.name, of: "") }
      return prompt.input
    default: throw .kind(example, target: target, wanted: wanted)
    }
  }

  /// The turns of a prompt with its completion.
  static func messages(of pair: PromptCompletion) -> [Message] {
    let turns = [
      Message(role: .user, content: .text(pair.prompt)),
      Message(role: .assistant, content: .text(pair.completion)),
    ]
    guard let system = pair.system else { return turns }
    return [Message(role: .system, content: .text(system))] + turns
  }

  /// The conversation with its system messages where the target has a place for them: as they are
  /// where it has such a role, before the first question where the user wants that.
  func fittingSystem(_ conversation: Conversation) throws(Refusal) -> Conversation {
    dialect.role(for: .system) != nil ? conversation : try withoutSystem(conversation)
  }

  /// The conversation without system messages, as the user wants that.
  func withoutSystem(_ conversation: Conversation) throws(Refusal) -> Conversation {
    guard conversation.hasSystemMessage else { return conversation }
    let (system, turns) = try leadingSystem(of: conversation.messages)
    var fitted = conversation
    fitted.json = nil
    fitted.messages = Array(turns)
    if options.foldsSystem {
      fitted.messages = try folding(system, into: fitted.messages)
    } else if !drops(.system) {
      throw noPlaceForSystem
    }
    return fitted
  }

  /// The reason for targets that know no system message.
  var noPlaceForSystem: Refusal {
    Refusal(
      "the record has a system message; \(target) has no place for it; put it before the first "
        + "question with --fold-system, or leave it out with --drop system")
  }

  /// The system messages that open the conversation, and the turns behind them.
  func leadingSystem(
    of messages: [Message]
  ) throws(Refusal) -> (system: ArraySlice<Message>, turns: ArraySlice<Message>) {
    let start = messages.firstIndex { !$0.role.isSystem } ?? messages.count
    for index in messages.indices[start...] where messages[index].role.isSystem {
      throw Refusal(
        "\(MessagePlace(index, messages[index].role)) stands behind the first turn; "
          + "\(target) takes such a message at the start only")
    }
    return (messages[..<start], messages[start...])
  }

  /// The messages with what `system` says before what the first of the user says, a blank line in
  /// between.
  private func folding(
    _ system: ArraySlice<Message>, into messages: [Message]
  ) throws(Refusal) -> [Message] {
    guard let first = messages.firstIndex(where: { $0.role == .user }) else {
      throw Refusal("the record has a system message and no message of the user to put it before")
    }
    var texts: [JSONFragment] = []
    for index in system.indices {
      texts += try strings(of: system[index], MessagePlace(index, system[index].role))
    }
    var lead: [Part] = texts.map { .text(joined([$0], "\\n\\n")) }
    var messages = messages
    switch messages[first].content {
    case .none: break
    case .text(let text): lead.append(.text(text))
    case .parts(let parts): lead += parts
    }
    let said = lead.compactMap(\.string)
    messages[first].json = nil
    messages[first].content =
      said.count == lead.count ? .text(joined(said, "")) : .parts(lead)
    return messages
  }

  /// One string of all the characters of `strings`, and behind each the escaped text `end`.
  private func joined(_ strings: [JSONFragment], _ end: StaticString) -> JSONFragment {
    if strings.count == 1, end.utf8CodeUnitCount == 0 { return strings[0] }
    return arena.makeString { output in
      for string in strings {
        output.append(string.body)
        output.append(end)
      }
    }
  }

  /// What a message says, as strings: one, or one for each of its parts.
  func strings(of message: Message, _ place: MessagePlace) throws(Refusal) -> [JSONFragment] {
    switch message.content {
    case .none: return []
    case .text(let text): return [text]
    case .parts(let parts):
      var texts: [JSONFragment] = []
      for part in parts {
        switch part {
        case .text(let text): texts.append(text)
        case .media(let media):
          if !drops(.media) {
            throw .noPlace(for: media.kind.phrase, in: place, target: target, drop: .media)
          }
        case .other:
          throw .noPlace(for: "a part that only its own layout knows", in: place, target: target)
        }
      }
      return texts
    }
  }

  /// What a message says as one string, for targets whose messages are strings and nothing else.
  /// Whatever else it has refuses it.
  func onlyText(of message: Message, _ place: MessagePlace) throws(Refusal) -> JSONFragment {
    if !message.toolCalls.isEmpty {
      throw .noPlaceForCalls(in: place, target: target)
    }
    try checkExtras(of: message, place)
    let texts = try strings(of: message, place)
    guard !texts.isEmpty else {
      throw Refusal(.emptyContent, "\(place) says nothing; \(target) wants a string")
    }
    return joined(texts, "")
  }

  /// Throws where a message has, besides its content and calls, what the target has no place for.
  func checkExtras(
    of message: Message, _ place: MessagePlace, takesReasoning: Bool = false
  ) throws(Refusal) {
    if message.reasoning != nil, !takesReasoning, !drops(.reasoning) {
      throw .noPlace(for: "reasoning", in: place, target: target, drop: .reasoning)
    }
    if message.refusal != nil { throw .noPlace(for: "a refusal", in: place, target: target) }
    if message.name != nil, message.role != .tool, message.role != .function, !drops(.names) {
      throw .noPlace(for: "a name", in: place, target: target, drop: .names)
    }
    try checkTraining(of: message, place)
    for other in message.others where other.value.kind != .null {
      leaveOut(other.name, of: "messages[].")
    }
  }
}

extension Part {
  /// The string of a part of text.
  var string: JSONFragment? { if case .text(let text) = self { text } else { nil } }
}

extension Role {
  /// True for the two that tell the model how to behave.
  var isSystem: Bool { self == .system || self == .developer }
}
