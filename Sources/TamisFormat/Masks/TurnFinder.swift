import TamisTemplates
import TamisTokenizers

/// Finds the turns of a conversation in its rendered text, from where the text of its messages went.
struct TurnFinder {
  private let grammar: TurnGrammar
  private let isSpecial: [Bool]
  private let infos: [MessageInfo]
  private let mask: LossMask

  /// A stretch that one message wrote, with the template's text inside of it.
  struct Stretch {
    var message: Int
    var range: Range<Int>
  }

  init(_ grammar: TurnGrammar, _ isSpecial: [Bool], _ infos: [MessageInfo], _ mask: LossMask) {
    self.grammar = grammar
    self.isSpecial = isSpecial
    self.infos = infos
    self.mask = mask
  }

  /// The stretches of all messages, in the order of the text.
  static func stretches(_ sources: [SourceSpan], into stretches: inout [Stretch]) {
    stretches.removeAll(keepingCapacity: true)
    for source in sources where source.field != .other && !source.range.isEmpty {
      let last = stretches.count - 1
      if last >= 0, stretches[last].message == source.message {
        let end = max(stretches[last].range.upperBound, source.range.upperBound)
        stretches[last].range = stretches[last].range.lowerBound..<end
      } else {
        stretches.append(Stretch(message: source.message, range: source.range))
      }
    }
  }

  /// Fills the mask's turns with those of the assistant, and with those of other messages that
  /// `wants` asks for. Tokens are found later.
  func find(_ stretches: [Stretch], wants: (Int) -> Bool) {
    for (index, stretch) in stretches.enumerated() {
      guard stretch.message < infos.count, let role = infos[stretch.message].role else { continue }
      let limit =
        index + 1 < stretches.count ? stretches[index + 1].range.lowerBound : mask.text.count
      var start = stretch.range.lowerBound
      if role == .assistant {
        let before = index > 0 ? stretches[index - 1] : nil
        let gapStart = min(before?.range.upperBound ?? 0, start)
        let gap = UnsafeRawBufferPointer(rebasing: mask.text[gapStart..<start])
        let opening = grammar.start(in: gap, after: speaker(in: before, before: stretch.message))
        // Some templates write the name of a call once more, over its result.
        let isAgain = mask.turns.last { $0.message == stretch.message } != nil
        guard let opening, opening > 0 || !isAgain else {
          if !isAgain { mask.missingTurns.append(stretch.message) }
          continue
        }
        start = gapStart + opening
      } else if !wants(stretch.message) {
        continue
      }
      append(stretch, role, from: start, limit: limit)
    }
  }

  /// Who speaks in `before`, if that is the message before the one with the number `message`.
  private func speaker(in before: Stretch?, before message: Int) -> Role? {
    guard let before, before.message == message - 1 else { return nil }
    return infos[before.message].role
  }

  /// Notes a turn that starts at `start` and ends before `limit` at the latest.
  func append(_ stretch: Stretch, _ role: Role, from start: Int, limit: Int) {
    let end = endOfTurn(behind: stretch.range.upperBound, before: limit)
    let bytes = start..<max(end.map { Int(mask.ends[$0]) } ?? stretch.range.upperBound, start)
    mask.turns.append(
      LossMask.Turn(
        message: stretch.message, role: role, bytes: bytes, content: stretch.range,
        tokens: 0..<0, endOfTurn: end, isTrained: false))
  }

  /// The token that ends a turn: one that ends a plain answer, else the first special token.
  private func endOfTurn(behind end: Int, before limit: Int) -> Int? {
    let (ids, ends) = (mask.ids, mask.ends)
    var index = Self.firstToken(ends, endingBehind: end)
    var other: Int?
    while index < ends.count, (index == 0 ? 0 : Int(ends[index - 1])) < limit {
      let id = ids[index]
      if Int(id) < isSpecial.count, isSpecial[Int(id)] {
        if grammar.endOfTurn.contains(id) { return index }
        other = other ?? index
      }
      index += 1
    }
    return grammar.endOfTurn.isEmpty ? nil : other
  }

  /// The first token that ends behind `offset`: one that takes white space of the answer in, as some
  /// special tokens do, may start before.
  private static func firstToken(
    _ ends: UnsafeBufferPointer<UInt32>, endingBehind offset: Int
  ) -> Int {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if Int(ends[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
