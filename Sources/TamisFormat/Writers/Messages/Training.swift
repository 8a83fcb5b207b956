import TamisCore

extension Message {
  /// Whether the message is learned, where the record says so in one of the two ways; `nil` where it
  /// does not, or gives it a share.
  var isLearned: Bool? {
    if let isTrained { return isTrained }
    guard let weight, let number = weight.number else { return nil }
    return number == 1 ? true : number == 0 ? false : nil
  }

  /// True when what is learned of the message is what targets learn by themselves: answers wholly,
  /// everything else not at all.
  var isLearnedAsUsual: Bool {
    guard weight != nil || isTrained != nil else { return true }
    return isLearned == (role == .assistant)
  }
}

extension JSONFragment {
  /// The number that is written; `nil` for other kinds.
  var number: Double? {
    kind == .number ? Double(String(decoding: json, as: UTF8.self)) : nil
  }
}

extension WriterContext {
  /// Throws where the message is learned in a way of its own, for targets that cannot say so.
  func checkTraining(of message: Message, _ place: MessagePlace) throws(Refusal) {
    guard !message.isLearnedAsUsual, !drops(.weights) else { return }
    throw .noPlace(
      for: message.weight != nil
        ? "a weight that changes what is learned"
        : "a mark that changes what is learned",
      in: place, target: target, drop: .weights)
  }

  /// Throws where the example counts in a way of its own, for targets that cannot say so.
  func checkWeight(of conversation: Conversation) throws(Refusal) {
    guard let weight = conversation.weight, weight.kind != .null, weight.number != 1,
      !drops(.weights)
    else { return }
    throw Refusal(
      "the example has a weight; \(target) has no place for it; leave it out with --drop weights")
  }
}
