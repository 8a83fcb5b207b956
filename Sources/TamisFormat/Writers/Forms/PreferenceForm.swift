import TamisCore

extension WriterContext {
  /// The example as two answers to one input.
  func preference(of example: Example) throws(Refusal) -> Preference {
    guard case .preference(let preference) = example else {
      throw .kind(example, target: target, wanted: "pairs of answers, one better than the other")
    }
    return preference
  }

  /// Throws where there are more than two answers, for targets that take a pair.
  func checkPair(_ preference: Preference) throws(Refusal) {
    guard preference.alternatives.count > 2, !drops(.alternatives) else { return }
    throw Refusal(
      "the record ranks \(preference.alternatives.count) answers; \(target) takes two; keep the "
        + "best and the worst with --drop alternatives")
  }

  /// The only message of an answer, for targets that take one.
  func only(_ answer: [Message], of list: String) throws(Refusal) -> Message {
    guard answer.count == 1 else {
      throw Refusal(
        "'\(list)' has \(answer.count) messages; \(target) takes one, the last of the assistant")
    }
    return answer[0]
  }

  /// The example as an input with what a grader needs.
  func reinforcement(of example: Example) throws(Refusal) -> Reinforcement {
    switch example {
    case .reinforcement(let reinforcement): return reinforcement
    case .conversation(let conversation):
      if let last = conversation.messages.last, last.role == .assistant {
        throw Refusal(
          "the record ends in an answer; \(target) is made of prompts that the model answers by "
            + "itself")
      }
      return Reinforcement(input: conversation, isConversational: true)
    default: throw .kind(example, target: target, wanted: "prompts without answers")
    }
  }
}
