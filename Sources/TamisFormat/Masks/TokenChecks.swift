import TamisCore
import TamisTemplates
import TamisTokenizers

/// Asks the rules about tokens about one record after the other, on one thread.
final class TokenChecks {
  private let options: TokenCheckOptions
  private let masker: LossMasker
  private let reader: ExampleReader
  private let rules: [any TokenRule]
  /// True for targets whose records are `messages` as templates take them.
  private let isChat: Bool
  private var text = ByteBuffer()

  /// Checks for records of `layout`, a name of `Layouts`.
  ///
  /// Throws where the tokenizer cannot make an encoder.
  init(_ options: TokenCheckOptions, layout: String) throws(TokenizerError) {
    self.options = options
    masker = try LossMasker(options.model, options.mask)
    isChat = layout == "openai-chat" || layout == "messages"
    reader = ExampleReader()
    rules = TokenRules.all.map { $0.init(options) }
  }

  /// Tells `report` what is wrong with the tokens of the record that `document` holds. A place is a
  /// node of the document.
  func check(
    _ document: JSONDocument, report: (Rule, _ node: Int, String) -> Void
  ) {
    let root = document.root
    do throws(LossMaskError) {
      if isChat, let messages = root["messages"], messages.kind == .array {
        let mask = try masker.mask(messages: messages, tools: root["tools"])
        ask(mask, messages: masker.chat.infos, promptIDs: nil, document, report)
      } else {
        try checkExample(document, report)
      }
    } catch {
      tell(of: error, report)
    }
  }

  private func checkExample(
    _ document: JSONDocument, _ report: (Rule, Int, String) -> Void
  ) throws(LossMaskError) {
    let example: Example
    do throws(LayoutFailure) { example = try reader.read(document.text).example } catch {
      // What is wrong with the layout is the business of the target's own rules.
      return
    }
    switch example {
    case .preference:
      for side in [LossMasker.Side.chosen, .rejected] {
        let mask = try masker.mask(example, side: side)
        ask(mask, messages: masker.chat.infos, promptIDs: nil, document, report)
      }
    case .reinforcement:
      // There is nothing to learn in a question; its length counts.
      let mask = try masker.mask(example)
      if let limit = options.maximumLength, mask.count > limit {
        ask([OverLimit(options)], mask, [], nil, document, report)
      }
    case .promptCompletion(let pair):
      let mask = try masker.mask(example)
      let ids = mask.promptEnd == nil ? nil : try promptIDs(of: pair)
      ask(mask, messages: masker.chat.infos, promptIDs: ids, document, report)
    default:
      ask(
        try masker.mask(example), messages: masker.chat.infos, promptIDs: nil, document, report)
    }
  }

  /// The prompt encoded by itself.
  private func promptIDs(of pair: PromptCompletion) throws(LossMaskError) -> [TokenID] {
    text.removeAll(keepingUpTo: 1 << 20)
    pair.system?.decode(into: &text)
    pair.prompt.decode(into: &text)
    var tokens = TokenBuffer(offsets: true)
    let model = options.model
    if model.addsBeginning, let bos = model.beginningOfText { tokens.append(bos, endingAt: 0) }
    do throws(TokenizerError) { try masker.encoder.encode(text.bytes, into: &tokens) } catch {
      throw .tokenizer(error)
    }
    return tokens.array
  }

  private func ask(
    _ mask: LossMask, messages: [MessageInfo], promptIDs: [TokenID]?, _ document: JSONDocument,
    _ report: (Rule, Int, String) -> Void
  ) {
    ask(rules, mask, messages, promptIDs, document, report)
  }

  private func ask(
    _ rules: [any TokenRule], _ mask: LossMask, _ messages: [MessageInfo],
    _ promptIDs: [TokenID]?, _ document: JSONDocument,
    _ report: (Rule, Int, String) -> Void
  ) {
    let example = TokenExample(
      mask: mask, options: options, messages: messages, promptIDs: promptIDs)
    withoutActuallyEscaping(report) { report in
      let told = TokenReport { rule, message, words in
        report(rule, message.map { Self.node(ofMessage: $0, in: document) } ?? 0, words)
      }
      for rule in rules { rule.check(example, told) }
    }
  }

  private func tell(
    of error: LossMaskError, _ report: (Rule, Int, String) -> Void
  ) {
    switch error {
    case .template(let error):
      report(TemplateRaises.rule, 0, "the template refuses the conversation: \(error.message)")
    default:
      report(NotTokenized.rule, 0, "\(error)")
    }
  }

  /// The node of a message; that of the record where the messages stand elsewhere.
  private static func node(ofMessage index: Int, in document: JSONDocument) -> Int {
    guard let messages = document.root["messages"] else { return 0 }
    var place = 0
    for message in messages.elements {
      if place == index { return message.node }
      place += 1
    }
    return 0
  }
}
