import TamisCore

extension Tokenizer {
  /// A rank file: byte-level, merged by rank, whole pieces first.
  static func rankParts(
    _ vocabulary: Vocabulary, _ encoding: KnownEncoding
  ) throws(TokenizerError) -> Parts {
    var parts = try rankParts(
      vocabulary, patterns: encoding.patterns,
      special: encoding.specialTokens.map { SpecialToken(content: $0.bytes, id: $0.id) })
    complete(&parts, by: encoding)
    return parts
  }

  /// The encoding that tiktoken's JavaScript package stores in one file; what such a file does not
  /// say, how text is normalized, comes from `encoding`.
  static func tiktokenJSONParts(
    _ file: TiktokenJSON, _ encoding: KnownEncoding?
  ) throws(TokenizerError) -> Parts {
    var parts = try rankParts(
      file.vocabulary, patterns: [file.pattern],
      special: file.specialTokens.map { SpecialToken(content: $0.bytes, id: $0.id) })
    if let encoding { complete(&parts, by: encoding) }
    return parts
  }

  private static func complete(_ parts: inout Parts, by encoding: KnownEncoding) {
    parts.pipeline.prefix = encoding.leading
    switch encoding.normalization {
    case .nfc: parts.pipeline.normalizer = .currentForm(.nfc)
    case .nfkc: parts.pipeline.normalizer = .currentForm(.nfkc)
    case nil: break
    }
    parts.encodingName = encoding.name
  }

  /// Mistral's: special tokens first, then ranks.
  static func tekkenParts(_ definition: TekkenDefinition) throws(TokenizerError) -> Parts {
    var parts = try rankParts(
      definition.ranks.shifted(by: definition.firstID), patterns: [definition.pattern],
      special: definition.specialTokens.map {
        SpecialToken(content: Array($0.text.utf8), id: $0.id)
      })
    if let start = definition.specialTokens.first(where: { $0.text == "<s>" }) {
      parts.pipeline.prefix = [start.id]
    }
    return parts
  }

  private struct SpecialToken {
    var content: [UInt8]
    var id: TokenID
  }

  private static func rankParts(
    _ vocabulary: Vocabulary, patterns: [String], special: [SpecialToken]
  ) throws(TokenizerError) -> Parts {
    let model = try BytePairModel(ranks: Self.withoutSpecial(vocabulary, special))
    let added = special.map { AddedToken(content: $0.content, id: $0.id, special: true) }
    let pipeline = TextPipeline(
      addedTokens: AddedTokens(added), splitter: try splitter(patterns), model: .bytePair(model))
    let size = max(vocabulary.count, (special.map { Int($0.id) + 1 }).max() ?? 0)
    let decoding = DecodingTable(
      vocabulary, count: size, special: special.map { ($0.content, $0.id) })
    return Parts(
      pipeline: pipeline, decoding: decoding, vocabularySize: size,
      specialTokens: special.map { ($0.content, $0.id) })
  }

  /// The vocabulary without special tokens that the file lists among the others: no text merges to them.
  private static func withoutSpecial(
    _ vocabulary: Vocabulary, _ special: [SpecialToken]
  ) -> Vocabulary {
    let listed = Set(special.filter { vocabulary.id(of: $0.content) == $0.id }.map(\.id))
    guard !listed.isEmpty else { return vocabulary }
    var rest = Vocabulary(tokens: vocabulary.tokenCount, bytes: vocabulary.tokenCount * 8)
    for id in 0..<UInt32(vocabulary.count) where !listed.contains(id) {
      vocabulary.withBytes(of: id) { if !$0.isEmpty { rest.insert($0, id: id) } }
    }
    return rest
  }

  private static func splitter(
    _ patterns: [String]
  ) throws(TokenizerError) -> TextPipeline.Splitter {
    if let family = ScannerFamily(patterns: patterns, dialect: .fancy) {
      return .scanner(family)
    }
    // tiktoken encodes matches and leaves out what none covers; a sequence isolates.
    let behavior: SplitBehavior = patterns.count == 1 ? .removed : .isolated
    var splits: [PreTokenizer] = []
    for source in patterns {
      let pattern = try Pattern(source, dialect: .fancy)
      splits.append(
        .split(.regex(pattern, source: source), behavior, invert: behavior == .removed))
    }
    return .preTokenizer(splits.count == 1 ? splits[0] : .sequence(splits))
  }
}
