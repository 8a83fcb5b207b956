import TamisCore
import TamisTokenizers

extension LossMasker {
  /// The mask of `example`; of a pair or a ranked list, that of the answer on `side`.
  ///
  /// A prompt with its completion is plain text, as TRL has it, unless it has a system prompt or
  /// `options.templatesPrompts` is on; then it is a conversation.
  public func mask(
    _ example: Example, side: Side = .chosen
  ) throws(LossMaskError) -> LossMask {
    mask.reset()
    switch example {
    case .text(let text):
      try maskText([Piece(text: text, isTrained: true)])
    case .promptCompletion(let pair):
      if model.template != nil, options.templatesPrompts || pair.system != nil {
        try chat.read(conversation(of: pair))
        try maskChat(completionStart: nil)
      } else {
        try maskText([
          Piece(text: pair.system, isTrained: false), Piece(text: pair.prompt, isTrained: false),
          Piece(text: pair.completion, isTrained: true),
        ])
      }
    case .conversation(let conversation):
      try chat.read(conversation)
      try maskChat(completionStart: nil)
    case .preference(let pair):
      let answer = side == .chosen ? pair.chosen : pair.rejected
      try mask(pair.input, answer, isConversational: pair.isConversational)
    case .judged(let judged):
      try mask(judged.input, judged.completion, isConversational: judged.isConversational)
    case .reinforcement(let question):
      try mask(question.input, [], isConversational: question.isConversational)
    case .stepwise(let solution):
      try maskText(
        [Piece(text: solution.prompt, isTrained: false)]
          + solution.completions.map { Piece(text: $0, isTrained: true) })
    case .segments(let segments):
      try maskSegments(segments)
    case .tokens(let row):
      try maskTokens(row)
    }
    return mask
  }

  /// A part of a text, and whether it is learned.
  private struct Piece {
    var text: JSONFragment?
    var isTrained: Bool
  }

  private func conversation(of pair: PromptCompletion) -> Conversation {
    var messages: [Message] = []
    if let system = pair.system { messages.append(Message(role: .system, content: .text(system))) }
    messages.append(Message(role: .user, content: .text(pair.prompt)))
    messages.append(Message(role: .assistant, content: .text(pair.completion)))
    return Conversation(messages: messages)
  }

  private func mask(
    _ input: Conversation, _ answer: [Message], isConversational: Bool
  ) throws(LossMaskError) {
    if isConversational || model.template != nil && options.templatesPrompts {
      try chat.read(input, answer)
      return try maskChat(completionStart: input.messages.count)
    }
    try maskText(
      input.messages.map { Piece(text: $0.plainText, isTrained: false) }
        + answer.map { Piece(text: $0.plainText, isTrained: true) })
  }

  /// Text that no template touches: the pieces one after the other, with what the tokenizer puts
  /// around a text, and an end.
  private func maskText(_ pieces: [Piece]) throws(LossMaskError) {
    var trained: [Range<Int>] = []
    for piece in pieces {
      guard let text = piece.text else { continue }
      let start = mask.textBuffer.count
      if !piece.isTrained { mask.promptEnd = nil }
      text.decode(into: &mask.textBuffer)
      if piece.isTrained {
        trained.append(start..<mask.textBuffer.count)
      } else {
        mask.promptEnd = mask.textBuffer.count
      }
    }
    let end = mask.textBuffer.count
    appendEndOfText()
    try encodeText { encoder throws(TokenizerError) in
      if model.addsBeginning, let bos = model.beginningOfText {
        mask.tokens.append(bos, endingAt: 0)
      }
      try encoder.encode(mask.text, into: &mask.tokens)
    }
    mask.startMarking()
    if options.strategy == .all || mask.promptEnd == nil {
      mask.set(0..<mask.count)
      return
    }
    if trained.last?.upperBound == end, let last = trained.popLast() {
      trained.append(last.lowerBound..<mask.textBuffer.count)
    }
    var marker = TokenMarker(mask.ends)
    for range in trained where !range.isEmpty { mask.set(marker.tokens(of: range)) }
  }

  /// TRL puts the end-of-text token behind a text that doesn't end in it.
  private func appendEndOfText() {
    guard let id = model.endOfText, mask.textBuffer.count > 0 else { return }
    let content = model.content(of: id)
    if !mask.text.suffix(content.count).elementsEqual(content) { mask.textBuffer.append(content) }
  }

  /// Axolotl's `input_output`: each segment is encoded by itself, and nothing is added.
  private func maskSegments(_ segments: [Segment]) throws(LossMaskError) {
    for segment in segments {
      let start = mask.textBuffer.count
      let first = mask.count
      segment.text.decode(into: &mask.textBuffer)
      let piece = UnsafeRawBufferPointer(rebasing: mask.text[start...])
      try encodeText { encoder throws(TokenizerError) in
        var tokens = TokenBuffer(offsets: true)
        try encoder.encode(piece, into: &tokens)
        for index in 0..<tokens.count {
          mask.tokens.append(tokens.ids[index], endingAt: start + Int(tokens.ends[index]))
        }
      }
      mask.startMarking()
      if segment.isTrained || options.strategy == .all { mask.set(first..<mask.count) }
    }
  }

  /// A row that has been encoded already, and says itself what is learned.
  private func maskTokens(_ row: TokenRow) throws(LossMaskError) {
    let ids = try numbers(row.inputIDs, "input_ids")
    let labels = try row.labels.map { (fragment) throws(LossMaskError) in
      try numbers(fragment, "labels")
    }
    if let labels, labels.count != ids.count {
      throw .unmaskable("'labels' has \(labels.count) numbers and 'input_ids' \(ids.count)")
    }
    let size = model.tokenizer.vocabularySize
    for id in ids {
      guard id >= 0, id < size else {
        throw .unmaskable("the id \(id) is no token of the tokenizer, which has \(size)")
      }
      mask.textBuffer.append(model.content(of: TokenID(id)))
      mask.tokens.append(TokenID(id), endingAt: mask.textBuffer.count)
    }
    mask.startMarking()
    for index in ids.indices where labels.map({ $0[index] >= 0 }) ?? true {
      mask.set(index..<index + 1)
    }
  }

  private func numbers(
    _ fragment: JSONFragment, _ name: StaticString
  ) throws(LossMaskError) -> [Int] {
    let document = JSONDocument()
    guard (try? document.parse(fragment.json)) != nil else {
      throw .unmaskable("'\(name)' cannot be read")
    }
    var numbers: [Int] = []
    for element in document.root.elements {
      guard let number = element.integer else {
        throw .unmaskable("'\(name)' has something that is no whole number")
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension Message {
  /// The content where it is one string.
  fileprivate var plainText: JSONFragment? {
    if case .text(let text) = content { return text }
    return nil
  }
}
