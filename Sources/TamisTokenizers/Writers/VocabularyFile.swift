public import TamisCore

/// A file with a byte-level vocabulary, read for the sake of writing it in another format.
public struct VocabularyFile: Sendable {
  /// What the file is.
  public private(set) var format: VocabularyFormat
  /// The vocabulary; `nil` where the file holds a model of another kind, which `losses` names.
  public private(set) var vocabulary: ByteLevelVocabulary?
  /// What the file says that no other format can, each as part of a sentence.
  public private(set) var losses: [String] = []

  /// Reads `text`, the content of a file.
  ///
  /// - Parameters:
  ///   - encoding: the name of the encoding of a rank file, where its content does not tell.
  ///   - pattern: the regular expression of a rank file that is none of the known encodings.
  ///
  /// Throws `malformed`, or `unsupported` for a file of another kind.
  public init(
    _ text: UnsafeRawBufferPointer, encoding: String? = nil, pattern: String? = nil
  ) throws(TokenizerError) {
    switch TokenizerFileKind(Array(text.prefix(4096))) {
    case .ranks:
      format = .tiktoken
      try readRankFile(text, encoding: encoding, pattern: pattern)
    case .json:
      let document = try JSONDocument(tokenizer: text)
      switch JSONTokenizerKind(document.root) {
      case .tekken:
        format = .tekken
        vocabulary = try ByteLevelVocabulary(TekkenDefinition(document.root))
      case .tiktokenJSON:
        format = .tiktoken
        let file = try TiktokenJSON(document.root)
        vocabulary = try ByteLevelVocabulary(
          ranks: file.vocabulary, pattern: file.pattern,
          specialTokens: file.specialTokens.map {
            .init(text: String(decoding: $0.bytes, as: UTF8.self), id: $0.id)
          })
      case .tokenizerJSON:
        format = .tokenizerJSON
        let contents = try TokenizerJSONContents(text)
        vocabulary = contents.vocabulary
        losses = contents.losses
      case .vocabulary:
        throw .unsupported(construct: "converting a vocab.json and its merges", place: "")
      }
    case .sentencePiece:
      throw .unsupported(construct: "converting a SentencePiece model", place: "")
    case nil:
      throw .malformed("this is no tokenizer file", place: "")
    }
  }

  /// Appends the vocabulary in another format. Throws `ConversionLoss` where it would not be the
  /// same.
  public func write(
    as target: VocabularyFormat, into output: inout ByteBuffer
  ) throws(ConversionLoss) {
    guard losses.isEmpty, let vocabulary else {
      throw ConversionLoss(format: target, losses: losses)
    }
    try vocabulary.write(as: target, into: &output)
  }

  /// Leaves the special tokens out, where they are numbered behind the others: the ids of those
  /// stay.
  public mutating func dropSpecialTokens() {
    guard let vocabulary, vocabulary.firstID == 0 else { return }
    self.vocabulary?.specialTokens = []
  }

  private mutating func readRankFile(
    _ text: UnsafeRawBufferPointer, encoding name: String?, pattern: String?
  ) throws(TokenizerError) {
    var known: KnownEncoding?
    if name != nil || pattern == nil {
      do throws(TokenizerError) {
        known = try KnownEncoding.forRankFile(named: name, content: text)
      } catch {
        // A file of nobody's is converted without a pattern as long as none is needed.
        if name != nil { throw error }
      }
    }
    let ranks = try readRanks(text, alphabet: known?.alphabet ?? .bytes)
    var specials: [ByteLevelVocabulary.SpecialToken] = []
    for token in known?.specialTokens ?? [] {
      let text = String(decoding: token.bytes, as: UTF8.self)
      if specials.contains(where: { $0.id == token.id }) {
        losses.append("the special token '\(text)', which has the id of another one")
      } else {
        specials.append(.init(text: text, id: token.id))
      }
    }
    vocabulary = try ByteLevelVocabulary(
      ranks: ranks, pattern: pattern ?? known?.patterns.first, specialTokens: specials)
    guard let known else { return }
    if pattern == nil { vocabulary?.furtherPatterns = Array(known.patterns.dropFirst()) }
    vocabulary?.normalization = known.normalization
    vocabulary?.leading = known.leading
  }
}

extension JSONDocument {
  /// The document of a tokenizer file.
  convenience init(tokenizer text: UnsafeRawBufferPointer) throws(TokenizerError) {
    self.init()
    do throws(JSONError) { try parse(text) } catch {
      throw .malformed(error.message, place: "byte \(error.offset)")
    }
  }
}

extension ByteLevelVocabulary {
  /// Appends the vocabulary as a file of `format`. Throws `ConversionLoss` where the format cannot
  /// say all of it.
  public func write(
    as format: VocabularyFormat, into output: inout ByteBuffer
  ) throws(ConversionLoss) {
    switch format {
    case .tokenizerJSON: try writeTokenizerJSON(into: &output)
    case .tiktoken: try writeTiktoken(into: &output)
    case .tekken: try writeTekken(into: &output)
    }
  }
}
