public import TamisCore

/// What a tokenizer file says about itself, for people.
public struct TokenizerDescription: Sendable {
  /// "tokenizer.json", "tekken.json", "tiktoken", "tiktoken-json", "sentencepiece" or "vocab.json".
  public private(set) var format: String
  /// The kind of model, in the file's own word: "BPE", "Unigram" …
  public private(set) var model = "BPE"
  /// The published encoding that the content is, or that was named.
  public private(set) var encoding: String?
  /// One more than the highest id.
  public private(set) var vocabularySize = 0
  /// The regular expressions that cut text.
  public private(set) var patterns: [String] = []
  /// The parts of the normalizer, in their order.
  public private(set) var normalizer: [String] = []
  /// The parts of the pre-tokenizer, in their order.
  public private(set) var preTokenizer: [String] = []
  /// Special tokens by id.
  public private(set) var specialTokens: [ByteLevelVocabulary.SpecialToken] = []
  /// The hash of the content.
  public let hash: ContentHash

  /// The names of the patterns that have one.
  public var patternNames: [PatternName] { patterns.compactMap { PatternName(source: $0) } }

  /// Reads `text`, the content of a file; `encoding` names that of a rank file.
  public init(
    _ text: UnsafeRawBufferPointer, encoding: String? = nil
  ) throws(TokenizerError) {
    hash = ContentHash(text)
    switch TokenizerFileKind(Array(text.prefix(4096))) {
    case .ranks:
      format = "tiktoken"
      try describeRanks(text, encoding)
    case .sentencePiece:
      format = "sentencepiece"
      describe(try SentencePieceFile.parse(text))
    case .json:
      let document = try JSONDocument(tokenizer: text)
      switch JSONTokenizerKind(document.root) {
      case .tekken:
        format = "tekken.json"
        describe(try TekkenDefinition(document.root))
      case .tiktokenJSON:
        format = "tiktoken-json"
        describe(try TiktokenJSON(document.root))
      case .tokenizerJSON:
        format = "tokenizer.json"
        try describe(tokenizerJSON: document.root)
      case .vocabulary:
        format = "vocab.json"
        count(document.root)
      }
    case nil:
      throw .malformed("this is no tokenizer file", place: "")
    }
    specialTokens.sort { ($0.id, $0.text) < ($1.id, $1.text) }
  }

  private mutating func describeRanks(
    _ text: UnsafeRawBufferPointer, _ name: String?
  ) throws(TokenizerError) {
    let known =
      name == nil
      ? KnownEncoding.recognised(by: hash)
      : try KnownEncoding.forRankFile(named: name, content: text)
    vocabularySize = try readRanks(text, alphabet: known?.alphabet ?? .bytes).count
    guard let known else { return }
    encoding = known.name
    patterns = known.patterns
    if let form = known.normalization { normalizer = [form.rawValue] }
    for token in known.specialTokens {
      add(String(decoding: token.bytes, as: UTF8.self), Int(token.id))
    }
  }

  private mutating func describe(_ tekken: TekkenDefinition) {
    encoding = "tekken \(tekken.version)"
    vocabularySize = tekken.vocabularySize
    patterns = [tekken.pattern]
    for token in tekken.specialTokens where token.text != TekkenDefinition.filler(Int(token.id)) {
      add(token.text, Int(token.id))
    }
  }

  private mutating func describe(_ definition: SentencePieceDefinition) {
    switch definition.modelKind {
    case .unigram: model = "Unigram"
    case .bytePair: model = "BPE"
    case .word: model = "Word"
    case .character: model = "Char"
    }
    vocabularySize = definition.pieces.count
    let rule = String(decoding: definition.normalizer.name, as: UTF8.self)
    if !rule.isEmpty { normalizer = [rule] }
    for (id, piece) in definition.pieces.enumerated()
    where piece.kind == .control || piece.kind == .unknown {
      add(String(decoding: piece.bytes, as: UTF8.self), id)
    }
  }

  private mutating func describe(_ file: TiktokenJSON) {
    vocabularySize = file.vocabulary.count
    patterns = [file.pattern]
    for token in file.specialTokens {
      add(String(decoding: token.bytes, as: UTF8.self), Int(token.id))
    }
  }

  private mutating func describe(
    tokenizerJSON root: JSONValue
  ) throws(TokenizerError) {
    guard let model = root["model"], model.kind == .object else {
      throw .malformed("there is no object 'model'", place: "")
    }
    // Files of old versions leave the type out.
    self.model = model["type"]?.string ?? Self.untypedModel(model)
    if let vocabulary = model["vocab"] {
      vocabularySize = vocabulary.elements.reduce(0) { count, _ in count + 1 }
      count(vocabulary)
    }
    for token in (root["added_tokens"]?.elements).map(Array.init) ?? [] {
      guard let id = token["id"]?.integer, id >= 0, id < 1 << 31 else { continue }
      vocabularySize = max(vocabularySize, id + 1)
      if token["special"]?.kind == .true, let text = token["content"]?.string { add(text, id) }
    }
    normalizer = Self.parts(root["normalizer"], "normalizers").map(Self.name)
    let cutters = Self.parts(root["pre_tokenizer"], "pretokenizers")
    preTokenizer = cutters.map(Self.name)
    patterns = cutters.compactMap { part in
      if Self.name(part) == "ByteLevel" {
        return part["use_regex"]?.kind == .false ? nil : PatternName.gpt2.source
      }
      return part["pattern"]?["Regex"]?.string
    }
  }

  /// Takes the ids of an object of tokens into account.
  private mutating func count(_ vocabulary: JSONValue) {
    for (_, value) in vocabulary.members {
      if let id = value.integer, id >= 0, id < 1 << 31 {
        vocabularySize = max(vocabularySize, id + 1)
      }
    }
  }

  /// The kind of a model that does not say it, by what only that kind has.
  private static func untypedModel(_ model: JSONValue) -> String {
    if model["merges"] != nil { return "BPE" }
    if model["vocab"]?.kind == .array { return "Unigram" }
    return model["continuing_subword_prefix"] == nil ? "WordLevel" : "WordPiece"
  }

  private mutating func add(_ text: String, _ id: Int) {
    vocabularySize = max(vocabularySize, id + 1)
    specialTokens.append(.init(text: text, id: TokenID(id)))
  }

  /// The stages that a stage consists of.
  private static func parts(_ stage: JSONValue?, _ key: String) -> [JSONValue] {
    guard let stage, stage.kind == .object else { return [] }
    guard stage["type"]?.isString("Sequence") == true else { return [stage] }
    // Sequences within sequences are rare, and one level of them is all that is taken apart.
    return stage.members.filter { $0.key.string == key }.flatMap { Array($0.value.elements) }
  }

  private static func name(_ stage: JSONValue) -> String {
    stage["type"]?.string ?? "of unknown type"
  }
}
