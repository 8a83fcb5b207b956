// From an example to the tokens that are learned.
//
//     example ─▶ text, with where each message went ─▶ tokens, with where each ends
//                                 │                                │
//                                 ▼                                ▼
//                turns: from behind the header to the       tokens that hold a byte
//                end-of-turn token (TurnGrammar)       ─▶   of what is learned (TokenMarker)
//
// Nothing is looked for by its text, so that it doesn't matter what anybody wrote: an answer that
// quotes its own question, a user who writes `<|im_start|>assistant`, a turn that is there twice.
//
// What a trainer would read is what is encoded. Rendered text: special tokens come out of it, and
// none are put around it, as `apply_chat_template(tokenize=True)` does. Plain text: the tokenizer's
// own tokens around it, and the end-of-text token behind it where it is missing, as TRL does.

public import TamisCore
import TamisTemplates
public import TamisTokenizers

/// Makes masks, one thread's memory over a shared tokenizer and template.
public final class LossMasker {
  public let model: ChatTokenizer
  public let options: MaskOptions
  let mask = LossMask()
  let encoder: Encoder
  private let renderer = TemplateRenderer(tracksSources: true)
  private let prefixes = TemplateRenderer()
  let chat = ChatInput()
  /// What each render is given, but for the conversation.
  private let context: TemplateContext
  private var stretches: [TurnFinder.Stretch] = []
  private var plain: [Range<Int>] = []

  /// The answer of a pair or a list that a mask is wanted for.
  public enum Side: Sendable { case chosen, rejected }

  public init(
    _ model: ChatTokenizer, _ options: MaskOptions = MaskOptions()
  ) throws(TokenizerError) {
    self.model = model
    self.options = options
    var context = TemplateContext(messages: .none)
    model.variables.apply(to: &context)
    self.context = context
    encoder = try model.tokenizer.makeEncoder(
      EncoderOptions(allowedSpecial: .all), offsets: true)
  }

  /// The mask of a conversation as openai-chat writes it: an array of messages, and of tools.
  ///
  /// - Complexity: linear in the text for templates whose turns can be told from one render.
  public func mask(
    messages: JSONValue, tools: JSONValue? = nil
  ) throws(LossMaskError) -> LossMask {
    mask.reset()
    chat.read(messages: messages, tools: tools)
    try maskChat(completionStart: nil)
    return mask
  }

  /// The mask of the messages that `chat` holds; those from `completionStart` on are what is learned,
  /// where there is such a place.
  func maskChat(completionStart: Int?) throws(LossMaskError) {
    guard let template = model.template, let grammar = model.grammar else { throw .noTemplate }
    if chat.infos.isEmpty { throw .unmaskable("the conversation has no messages") }
    var context = self.context
    context.messages = chat.messages
    context.tools = chat.tools
    context.addGenerationPrompt = completionStart == chat.infos.count
    do throws(TemplateError) { try renderer.render(template, context) } catch {
      throw .template(error)
    }
    mask.textBuffer.append(renderer.text)
    TurnFinder.stretches(renderer.sources, into: &stretches)
    try encodeText { encoder throws(TokenizerError) in
      try encoder.encode(mask.text, into: &mask.tokens)
    }
    noteSpelledOut()
    if options.keepsSpecialTextPlain, !mask.spelledOut.isEmpty { try encodeWithPlainSources() }
    MessageTally.note(renderer.sources, chat.infos, into: mask)
    let wants = self.wants(completionStart)
    let finder = TurnFinder(grammar, model.isSpecial, chat.infos, mask)
    finder.find(stretches, wants: wants)
    findByDifference(finder, template, wants)
    mask.startMarking()
    mark(renderer.generation, wants, hasSpans: template.hasGeneration)
    noteOthersLearned(hasSpans: template.hasGeneration)
  }

  /// Runs `body` with the encoder, in the words of masks.
  func encodeText(_ body: (Encoder) throws(TokenizerError) -> Void) throws(LossMaskError) {
    do throws(TokenizerError) { try body(encoder) } catch { throw .tokenizer(error) }
  }

  /// Special tokens that came out of what a message says.
  private func noteSpelledOut() {
    var stretch = 0
    var start = 0
    let sources = renderer.sources
    let (ids, ends, isSpecial) = (mask.ids, mask.ends, model.isSpecial)
    for index in 0..<ids.count {
      let end = Int(ends[index])
      defer { start = end }
      guard Int(ids[index]) < isSpecial.count, isSpecial[Int(ids[index])] else { continue }
      while stretch < sources.count, sources[stretch].range.upperBound <= start { stretch += 1 }
      if stretch < sources.count, sources[stretch].range.lowerBound < end,
        sources[stretch].field != .other, sources[stretch].range.lowerBound <= start
      {
        mask.spelledOut.append(
          LossMask.SpelledOut(
            message: sources[stretch].message, id: ids[index], token: index))
      }
    }
  }

  /// Encodes the text once more, with special tokens from the template alone.
  private func encodeWithPlainSources() throws(LossMaskError) {
    plain.removeAll(keepingCapacity: true)
    for source in renderer.sources where !source.range.isEmpty {
      guard source.range.lowerBound >= plain.last?.upperBound ?? 0 else { continue }
      plain.append(source.range)
    }
    mask.tokens.removeAll()
    try encodeText { encoder throws(TokenizerError) in
      try encoder.encode(mask.text, plain: plain, into: &mask.tokens)
    }
  }

  /// Looks for turns that the sources do not tell: those without a known opening, and answers that
  /// are empty, which have no text to be followed.
  private func findByDifference(
    _ finder: TurnFinder, _ template: ChatTemplate, _ wants: (Int) -> Bool
  ) {
    for (index, info) in chat.infos.enumerated()
    where info.role == .assistant && !info.saysSomething && !info.hasReasoning && wants(index) {
      mask.missingTurns.append(index)
    }
    guard !mask.missingTurns.isEmpty else { return }
    let difference = TurnDifference(
      template: template, variables: model.variables, renderer: prefixes)
    let missing = mask.missingTurns
    mask.missingTurns.removeAll()
    for (count, index) in missing.enumerated() {
      let stretch = stretches.first { $0.message == index }
      guard count < TurnDifference.limit,
        let range = difference.range(of: index, in: chat, text: mask.text)
      else {
        if stretch != nil { mask.missingTurns.append(index) }
        continue
      }
      let own = stretch?.range ?? range.lowerBound..<range.lowerBound
      finder.append(
        TurnFinder.Stretch(message: index, range: own), .assistant,
        from: min(range.lowerBound, own.lowerBound), limit: range.upperBound)
    }
    mask.turns.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
  }

  /// Whether the strategy, or the message itself, wants a message learned.
  private func wants(_ completionStart: Int?) -> (Int) -> Bool {
    let infos = chat.infos
    if let completionStart, options.strategy != .all {
      return { $0 >= completionStart && (infos[$0].isTrained ?? (infos[$0].role == .assistant)) }
    }
    switch options.strategy {
    case .all: return { _ in true }
    case .assistantOnly:
      let roles = options.roles
      return { index in
        infos[index].isTrained ?? infos[index].role.map { roles.contains($0) } ?? false
      }
    case .completionOnly, .lastTurn:
      let last = infos.lastIndex { $0.role == .assistant }
      return { $0 == last && infos[$0].isTrained ?? true }
    }
  }

  /// Marks what is learned: the template's own spans where it has them, else turns.
  private func mark(_ spans: [Range<Int>], _ wants: (Int) -> Bool, hasSpans: Bool) {
    var marker = TokenMarker(mask.ends)
    for index in mask.turns.indices {
      mask.turns[index].isTrained = wants(mask.turns[index].message)
      mask.turns[index].tokens = marker.tokens(of: mask.turns[index].bytes)
    }
    if options.strategy == .all {
      mask.set(0..<mask.count)
      return
    }
    for turn in mask.turns where turn.isTrained && !(hasSpans && turn.role == .assistant) {
      mask.set(turn.tokens)
    }
    guard hasSpans else { return }
    marker = TokenMarker(mask.ends)
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let owner = self.owner(of: span)
      if owner.map(wants) ?? true { mask.set(marker.tokens(of: span)) }
    }
  }

  /// Messages of others that are learned because they say so, or a span lies over them.
  private func noteOthersLearned(hasSpans: Bool) {
    guard hasSpans || chat.infos.contains(where: { $0.isTrained == true }) else { return }
    var marker = TokenMarker(mask.ends)
    for stretch in stretches where stretch.message < chat.infos.count {
      let tokens = marker.tokens(of: stretch.range)
      guard chat.infos[stretch.message].role != .assistant,
        mask.otherMessagesLearned.last != stretch.message, mask.isTrained[tokens].contains(true)
      else { continue }
      mask.otherMessagesLearned.append(stretch.message)
    }
  }

  /// The message that a span of the template belongs to: the answer in it, else the one before.
  private func owner(of span: Range<Int>) -> Int? {
    var before: Int?
    for turn in mask.turns where turn.role == .assistant {
      if turn.content.overlaps(span) { return turn.message }
      if turn.content.lowerBound < span.upperBound { before = turn.message }
    }
    return before
  }
}
