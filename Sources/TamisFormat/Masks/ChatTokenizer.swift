public import TamisTemplates
public import TamisTokenizers

/// A tokenizer with the chat template and the special tokens that belong to it: all that decides
/// what a model reads of an example.
///
/// Immutable and shared between threads.
public final class ChatTokenizer: Sendable {
  public let tokenizer: Tokenizer
  public let template: ChatTemplate?
  public let variables: TemplateVariables
  /// The tokens that begin a text, end one, and fill one up; `nil` where none is named, or the
  /// tokenizer doesn't have it.
  public let beginningOfText: TokenID?
  public let endOfText: TokenID?
  public let padding: TokenID?
  /// Special tokens that were named and that the tokenizer doesn't have.
  public let unknownSpecialTokens: [(name: String, content: [UInt8])]

  let grammar: TurnGrammar?
  /// For each id whether it is a special token.
  let isSpecial: [Bool]
  /// True when the tokenizer itself puts the beginning-of-text token before a text.
  let addsBeginning: Bool

  /// Puts the three together, and tries the template on a few short conversations.
  public init(
    tokenizer: Tokenizer, template: ChatTemplate? = nil,
    variables: TemplateVariables = TemplateVariables()
  ) throws(TokenizerError) {
    self.tokenizer = tokenizer
    self.template = template
    var isSpecial = [Bool](repeating: false, count: tokenizer.vocabularySize)
    for token in tokenizer.specialTokens where Int(token.id) < isSpecial.count {
      isSpecial[Int(token.id)] = true
    }
    let around = try tokenizer.makeEncoder(EncoderOptions(addSpecialTokens: true)).encode("")
    var variables = variables
    if variables.specialTokens.isEmpty {
      variables.specialTokens = Self.guessed(tokenizer, around: around)
    }
    self.variables = variables

    func id(_ name: String) -> TokenID? {
      variables.specialToken(name).flatMap { content in
        tokenizer.specialTokens.first { $0.content == content }?.id
      }
    }
    let bos = id("bos_token")
    (beginningOfText, endOfText, padding) = (bos, id("eos_token"), id("pad_token"))
    unknownSpecialTokens = variables.specialTokens.filter { named in
      !named.content.isEmpty && !tokenizer.specialTokens.contains { $0.content == named.content }
    }
    addsBeginning = bos != nil && around.first == bos
    self.isSpecial = isSpecial
    if let template {
      let encoder = try tokenizer.makeEncoder(EncoderOptions(allowedSpecial: .all), offsets: true)
      grammar = TurnGrammar(template, variables, encoder, specials: isSpecial)
    } else {
      grammar = nil
    }
  }

  /// Why the template renders not even a question and its answer; `nil` where it does.
  public var templateFailure: TemplateError? { grammar?.failure }

  /// What the special token `id` is written as.
  public func content(of id: TokenID) -> [UInt8] { tokenizer.decodeBytes([id]) }

  /// Whether `id` is a special token.
  public func isSpecial(_ id: TokenID) -> Bool {
    Int(id) < isSpecial.count && isSpecial[Int(id)]
  }

  /// Beginning and end of text where nobody has named them: what the tokenizer puts around a text,
  /// else a token with one of the usual names.
  private static func guessed(
    _ tokenizer: Tokenizer, around: [TokenID]
  ) -> [(name: String, content: [UInt8])] {
    let specials = tokenizer.specialTokens
    func first(_ names: [String]) -> [UInt8]? {
      names.lazy.map { Array($0.utf8) }.first { name in specials.contains { $0.content == name } }
    }
    let own = around.first.flatMap { id in specials.first { $0.id == id }?.content }
    let bos = own ?? first(["<s>", "<|begin_of_text|>", "<bos>", "<|startoftext|>"])
    let eos = first(["</s>", "<|end_of_text|>", "<eos>", "<|endoftext|>", "<|im_end|>"])
    return [("bos_token", bos), ("eos_token", eos)].compactMap { name, content in
      content.map { (name, $0) }
    }
  }
}
