import TamisCore

extension WriterContext {
  /// The example as one question with its answer, for targets that are made of strings.
  ///
  /// A conversation of more turns keeps the last where the user gives up the history.
  func pair(
    of example: Example, wanted: String = "prompts with completions"
  ) throws(Refusal) -> PromptCompletion {
    switch example {
    case .promptCompletion(let pair): return pair
    case .conversation(let conversation): return try pair(of: conversation)
    default: throw .kind(example, target: target, wanted: wanted)
    }
  }

  private func pair(of conversation: Conversation) throws(Refusal) -> PromptCompletion {
    try checkNoTools(of: conversation)
    let (system, turns) = try leadingSystem(of: conversation.messages)
    var first = turns.startIndex
    if turns.count > 2 {
      guard drops(.history) else {
        throw Refusal(
          "the record has \(turns.count) turns; \(target) has one question and one answer; "
            + "keep the last two with --drop history")
      }
      first = turns.endIndex - 2
    }
    guard turns.endIndex - first == 2, turns[first].role == .user,
      turns[first + 1].role == .assistant
    else {
      throw Refusal(
        "the record does not end in a question of the user and an answer of the assistant, "
          + "which is all that \(target) has")
    }
    return PromptCompletion(
      prompt: try onlyText(of: turns[first], MessagePlace(first, .user)),
      completion: try onlyText(of: turns[first + 1], MessagePlace(first + 1, .assistant)),
      system: try text(of: system))
  }

  /// What the system messages say; `nil` where there are none. Several are refused, as nobody has
  /// said what should stand between them.
  func text(of system: ArraySlice<Message>) throws(Refusal) -> JSONFragment? {
    guard let message = system.first else { return nil }
    guard system.count == 1 else {
      throw Refusal(
        "the record opens with \(system.count) system messages; \(target) has a place for one")
    }
    return try onlyText(of: message, MessagePlace(system.startIndex, message.role))
  }

  /// The pair without a system message, for targets that have no place for one.
  func fittingSystem(_ pair: PromptCompletion) throws(Refusal) -> PromptCompletion {
    guard let system = pair.system else { return pair }
    var fitted = pair
    fitted.system = nil
    if options.foldsSystem {
      fitted.prompt = arena.makeString { output in
        output.append(system.body)
        output.append("\\n\\n")
        output.append(pair.prompt.body)
      }
    } else if !drops(.system) {
      throw noPlaceForSystem
    }
    return fitted
  }

  /// Throws where the conversation declares tools, for targets that have no place for them, or has
  /// a weight.
  func checkNoTools(of conversation: Conversation) throws(Refusal) {
    if !conversation.tools.isEmpty, !drops(.tools) {
      throw Refusal(
        "the record declares tools; \(target) has no place for them; "
          + "leave them out with --drop tools")
    }
    try checkWeight(of: conversation)
    if conversation.parallelToolCalls != nil { leaveOut("parallel_tool_calls") }
  }
}
