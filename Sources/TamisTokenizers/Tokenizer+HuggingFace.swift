import TamisCore

extension Tokenizer {
  /// A `tokenizer.json`.
  static func huggingFaceParts(_ definition: HuggingFaceDefinition) throws(TokenizerError) -> Parts
  {
    let model = try TextPipeline.Model(definition.model)
    var normalizer = definition.normalizer
    var spacePrefix = TextPipeline.SpacePrefix.none
    let splitter: TextPipeline.Splitter
    switch (model, definition.preTokenizer) {
    case (.bytePair(let bytePair), nil) where definition.surface == .metaspace:
      splitter = SpaceScanner(bytePair.vocabulary).map { .spaces($0) } ?? .none
    case (.bytePair(let bytePair), .metaspace(.space, let prepend, split: false)):
      // All that this pre-tokenizer does to text can be done before it is cut.
      if let scanner = SpaceScanner(bytePair.vocabulary) {
        splitter = .spaces(scanner)
        spacePrefix = TextPipeline.SpacePrefix(prepend)
        let meta = Normalizer.replace(
          Replacement(target: .literal(Array("\u{2581}".utf8)), content: [UInt8(ascii: " ")]))
        normalizer = normalizer.map { .sequence([$0, meta]) } ?? meta
      } else {
        splitter = definition.preTokenizer.map { .preTokenizer($0) } ?? .none
      }
    case (.bytePair, let preTokenizer?) where !definition.isByteLevelBeforePreTokenizer:
      splitter = ScannerFamily(preTokenizer).map { .scanner($0) } ?? .preTokenizer(preTokenizer)
    case (.wordPiece, .bert):
      if case .bert(let bert) = normalizer, !definition.addedTokens.contains(where: \.normalized) {
        splitter = .bertWords(bert)
        normalizer = nil
      } else {
        splitter = .preTokenizer(.bert)
      }
    case (_, let preTokenizer):
      splitter = preTokenizer.map { .preTokenizer($0) } ?? .none
    }
    let added = AddedTokens(
      definition.addedTokens,
      normalize: normalizer.map { normalizer in
        { content in
          var output = NormalizedText()
          content.withUnsafeBytes { normalizer.normalize($0, into: &output) }
          return output.bytes.array
        }
      })
    let pipeline = TextPipeline(
      addedTokens: added, normalizer: normalizer, splitter: splitter, model: model,
      spacePrefix: spacePrefix, prefix: definition.postProcessor.prefix,
      suffix: definition.postProcessor.suffix,
      isByteLevelBeforePreTokenizer: definition.isByteLevelBeforePreTokenizer)
    let size = max(
      definition.model.count, (definition.addedTokens.map { Int($0.id) + 1 }).max() ?? 0)
    return Parts(
      pipeline: pipeline, decoding: definition.decodingTable(count: size), vocabularySize: size,
      specialTokens: definition.addedTokens.filter(\.special).map { ($0.content, $0.id) },
      notes: definition.notes)
  }
}

extension TextPipeline.SpacePrefix {
  fileprivate init(_ prepend: MetaspacePrepend) {
    switch prepend {
    case .first: self = .atStart
    case .always: self = .always
    case .never: self = .none
    }
  }
}

extension TextPipeline.Model {
  init(_ definition: ModelDefinition) throws(TokenizerError) {
    switch definition {
    case .bytePair(let definition): self = .bytePair(try BytePairModel(definition))
    case .unigram(let definition): self = .unigram(try UnigramModel(definition))
    case .wordPiece(let definition): self = .wordPiece(try WordPieceModel(definition))
    case .wordLevel(let definition): self = .wordLevel(WordLevelModel(definition))
    }
  }
}

extension ScannerFamily {
  /// The scanner that does what `preTokenizer` does; `nil` where there is none.
  init?(_ preTokenizer: PreTokenizer) {
    switch preTokenizer {
    case .byteLevel(addPrefixSpace: false, useRegex: true):
      self = .gpt2
    case .split(.regex(_, let source), .removed, invert: true):
      // The patterns that have a scanner by themselves match everything.
      self.init(patterns: [source], dialect: .oniguruma)
    case .split:
      guard let source = preTokenizer.isolatingPattern else { return nil }
      self.init(patterns: [source], dialect: .oniguruma)
    case .sequence(let parts):
      guard case .byteLevel(addPrefixSpace: false, useRegex: false) = parts.last else { return nil }
      if parts.count == 2, let family = ScannerFamily(parts[0]) {
        self = family
        return
      }
      let sources = parts.dropLast().compactMap(\.isolatingPattern)
      guard sources.count == parts.count - 1 else { return nil }
      self.init(patterns: sources, dialect: .oniguruma)
    default:
      return nil
    }
  }
}

extension PreTokenizer {
  /// The pattern of a `Split` that makes pieces of its matches and of what lies between them.
  fileprivate var isolatingPattern: String? {
    guard case .split(.regex(_, let source), .isolated, invert: false) = self else { return nil }
    return source
  }
}

extension ModelDefinition {
  /// One more than the highest id.
  var count: Int {
    func end(_ vocabulary: Vocabulary, _ unmatchable: [UnmatchableToken]) -> Int {
      max(vocabulary.count, (unmatchable.last.map { Int($0.id) + 1 }) ?? 0)
    }
    switch self {
    case .bytePair(let model): return end(model.vocabulary, model.unmatchable)
    case .unigram(let model): return model.pieces.count
    case .wordPiece(let model): return end(model.vocabulary, model.unmatchable)
    case .wordLevel(let model): return end(model.vocabulary, model.unmatchable)
    }
  }

  /// The bytes of each token, in the form that text has inside.
  func forEachToken(_ body: (_ id: TokenID, _ bytes: [UInt8], _ isMatchable: Bool) -> Void) {
    func visit(_ vocabulary: Vocabulary, _ unmatchable: [UnmatchableToken]) {
      for id in 0..<UInt32(vocabulary.count) {
        if let bytes = vocabulary[id] { body(id, Array(bytes), true) }
      }
      for token in unmatchable { body(token.id, token.bytes, false) }
    }
    switch self {
    case .bytePair(let model): visit(model.vocabulary, model.unmatchable)
    case .unigram(let model):
      for (id, piece) in model.pieces.enumerated() { body(TokenID(id), piece.bytes, true) }
    case .wordPiece(let model): visit(model.vocabulary, model.unmatchable)
    case .wordLevel(let model): visit(model.vocabulary, model.unmatchable)
    }
  }
}

extension HuggingFaceDefinition {
  /// How ids become text.
  func decodingTable(count: Int) -> DecodingTable {
    var entries = [DecodingTable.Entry?](repeating: nil, count: count)
    let plan = decodingPlan
    model.forEachToken { id, bytes, isMatchable in
      entries[Int(id)] = .init(bytes: spelled(bytes, isMatchable: isMatchable, for: plan))
    }
    for token in addedTokens {
      entries[Int(token.id)] = .init(
        bytes: decoded(token.content, for: plan), isSpecial: token.special)
    }
    return DecodingTable(plan: plan, count: count) { entries[Int($0)] }
  }

  /// The content of an added token as the decoder of the file leaves it, where `plan` has no decoder.
  private func decoded(_ content: [UInt8], for plan: DecodingTable.Plan) -> [UInt8] {
    switch plan {
    case .bytes:
      return content.withUnsafeBytes { byteLevelBytes(of: $0) } ?? content
    case .textAndBytes:
      var text: [UInt8] = []
      let meta = Array("\u{2581}".utf8)
      var rest = content[...]
      while !rest.isEmpty {
        if rest.starts(with: meta) {
          text.append(UInt8(ascii: " "))
          rest = rest.dropFirst(meta.count)
        } else {
          text.append(rest.removeFirst())
        }
      }
      return text
    case .chain, .joinedBySpaces:
      return content
    }
  }

  private var decodingPlan: DecodingTable.Plan {
    guard let decoder else { return .joinedBySpaces }
    switch (surface, decoder) {
    case (.byteLevel, .byteLevel): return .bytes
    case (.metaspace, .sequence(let parts)):
      let space = [UInt8(ascii: " ")]
      guard parts.count == 3 || parts.count == 4,
        case .replace(.literal(let meta), content: space) = parts[0],
        meta == Array("\u{2581}".utf8), case .byteFallback = parts[1], case .fuse = parts[2]
      else { return .chain(decoder) }
      if parts.count == 3 { return .textAndBytes(strip: 0) }
      guard case .strip(0x20, let start, 0) = parts[3] else { return .chain(decoder) }
      return .textAndBytes(strip: start)
    default: return .chain(decoder)
    }
  }

  /// A token as `plan` wants it: as text has it, or as the file writes it.
  private func spelled(
    _ bytes: [UInt8], isMatchable: Bool, for plan: DecodingTable.Plan
  ) -> [UInt8] {
    switch plan {
    case .bytes, .textAndBytes: return bytes
    case .chain, .joinedBySpaces: break
    }
    guard isMatchable else { return bytes }
    switch surface {
    case .plain: return bytes
    case .byteLevel: return ByteAlphabet.spell(bytes)
    case .metaspace:
      return bytes.flatMap { $0 == UInt8(ascii: " ") ? Array("\u{2581}".utf8) : [$0] }
    }
  }
}
