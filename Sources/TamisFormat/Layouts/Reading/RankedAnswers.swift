import TamisCore

/// Several answers to one input, each with a number that says how good it is.
struct RankedAnswers {
  private var answers: [(messages: [Message], score: JSONFragment, value: Double)] = []

  init() {}

  mutating func reset() { answers.removeAll(keepingCapacity: true) }

  /// Adds an answer with the score at the node `score`; less is better for a rank.
  mutating func add(
    _ messages: [Message], score: Int, isRank: Bool = false, at node: Int, of record: RecordTree
  ) throws(LayoutFailure) {
    guard score != 0 else { throw record.failure(.missingKey, "there is no score", at: node) }
    guard record.kind(score) == .number else { throw record.wrongKind(score, "a number") }
    let json = record.fragment(score)
    guard let value = Double(String(decoding: json.json, as: UTF8.self)), value.isFinite else {
      throw record.failure(.wrongType, "the score is too large a number", at: score)
    }
    answers.append((messages, json, isRank ? -value : value))
  }

  /// The best against the worst, the first of each; all of them where there are more than two.
  func preference(
    _ input: Conversation, isConversational: Bool, at node: Int, of record: RecordTree,
    isRank: Bool = false
  ) throws(LayoutFailure) -> Preference {
    var (best, worst) = (0, 0)
    for index in answers.indices {
      if answers[index].value > answers[best].value { best = index }
      if answers[index].value < answers[worst].value { worst = index }
    }
    guard best != worst else {
      throw record.failure(.wrongType, "no two answers are of different scores", at: node)
    }
    var preference = Preference(
      input: input, chosen: answers[best].messages, rejected: answers[worst].messages,
      isConversational: isConversational)
    if answers.count > 2 {
      preference.alternatives = answers.map { answer in
        // A rank counts the other way round.
        Preference.Alternative(
          messages: answer.messages,
          score: isRank ? negated(answer.score, record) : answer.score)
      }
    }
    return preference
  }

  private func negated(_ number: JSONFragment, _ record: RecordTree) -> JSONFragment {
    record.arena.make(.number) { output in
      if number.json.first == UInt8(ascii: "-") {
        output.append(UnsafeRawBufferPointer(rebasing: number.json.dropFirst()))
      } else {
        output.append(UInt8(ascii: "-"))
        output.append(number.json)
      }
    }
  }
}
