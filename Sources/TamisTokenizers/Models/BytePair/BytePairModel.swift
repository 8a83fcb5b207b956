/// A byte-pair encoding model, compiled for encoding. Immutable and shared between threads.
final class BytePairModel: Sendable {
  /// What text is before its first merge.
  enum Alphabet: Sendable {
    /// Each byte is a symbol: byte-level models.
    case bytes
    /// Each character is a symbol, with `prefix` before all but the first of a piece and `suffix`
    /// behind the last.
    case characters(prefix: [UInt8], suffix: [UInt8])
  }

  /// What becomes of a character that is no token.
  struct Unknown: Sendable {
    /// The tokens of the 256 bytes, where characters fall back to them.
    var bytes: [TokenID] = []
    var id: TokenID?
    /// Neighbours become one.
    var fuses = false
  }

  let alphabet: Alphabet
  let unknown: Unknown
  let vocabulary: Vocabulary
  let merges: MergeTable
  /// A piece that is a token as a whole is that token, whatever merging would make of it.
  let takesWholePieces: Bool
  let cuts: CutTable?
  /// The symbols of the 256 bytes; `MergeTable.unmergeable` for a byte that is no token.
  let symbolOfByte: [UInt32]
  /// Initial symbols in each symbol: bytes or characters.
  let units: [UInt32]
  /// The pieces that the vocabulary knows by itself.
  let seed: PieceTable

  /// The model of `definition`.
  convenience init(_ definition: BytePairDefinition) throws(TokenizerError) {
    guard definition.merges.count < Int(MergeTable.none) else {
      throw .unsupported(construct: "a model of 16,777,215 merges or more", place: "/model/merges")
    }
    guard definition.vocabulary.count < Int(MergeTable.symbolLimit) else {
      throw .unsupported(construct: "a vocabulary of 1,048,575 ids or more", place: "/model/vocab")
    }
    // Of two merges of one pair the reference takes the later; the table takes the first it is given.
    let merges = definition.merges.indices.reversed().map { index in
      MergeTable.Merge(
        left: definition.merges[index].left, right: definition.merges[index].right,
        merged: definition.mergedIDs[index], rank: UInt32(index))
    }
    let isByteLevel = definition.surface == .byteLevel
    if definition.unknownTokenIsMissing {
      let hasAllBytes = (0..<256).allSatisfy { definition.vocabulary.id(of: [UInt8($0)]) != nil }
      // Where every byte is a token, no character can be unknown.
      guard isByteLevel && hasAllBytes else {
        throw .malformed("the unknown token is not in the vocabulary", place: "/model/unk_token")
      }
    }
    var unknown = Unknown(id: definition.unknownToken, fuses: definition.fuseUnknown)
    if definition.byteFallback {
      unknown.bytes = try Self.byteTokens(definition.vocabulary)
    }
    self.init(
      alphabet: isByteLevel
        ? .bytes
        : .characters(
          prefix: definition.continuingSubwordPrefix, suffix: definition.endOfWordSuffix),
      unknown: unknown, vocabulary: definition.vocabulary, merges: merges,
      rankCount: definition.merges.count, takesWholePieces: definition.ignoreMerges)
  }

  /// The model of a rank file: two neighbours merge if together they are a token, the token of the
  /// lowest id first, and a piece that is a token is that token.
  convenience init(ranks vocabulary: Vocabulary) throws(TokenizerError) {
    guard vocabulary.count < Int(MergeTable.symbolLimit) else {
      throw .unsupported(construct: "a vocabulary of 1,048,575 ids or more", place: "")
    }
    let text = TokenText(vocabulary)
    var seed = Self.emptySeed(vocabulary)
    let ((cuts, filter), _) = concurrently(
      { (Self.cuts(vocabulary), TokenFilter(vocabulary, text)) },
      { Self.insertTokens(of: vocabulary, text, into: &seed) })
    let merges = RankCuts(vocabulary, text, filter, seed: seed.view).merges()
    self.init(
      alphabet: .bytes, unknown: Unknown(), vocabulary: vocabulary, merges: merges,
      rankCount: vocabulary.count, takesWholePieces: true, seed: seed, cuts: cuts)
  }

  convenience init(
    alphabet: Alphabet, unknown: Unknown, vocabulary: Vocabulary, merges: [MergeTable.Merge],
    rankCount: Int, takesWholePieces: Bool
  ) {
    var isPlain = true
    if case .characters(let prefix, let suffix) = alphabet {
      isPlain = prefix.isEmpty && suffix.isEmpty
    }
    let seed = takesWholePieces ? Self.seedOfTokens(vocabulary) : nil
    self.init(
      alphabet: alphabet, unknown: unknown, vocabulary: vocabulary, merges: [merges],
      rankCount: rankCount, takesWholePieces: takesWholePieces, seed: seed,
      cuts: isPlain ? Self.cuts(vocabulary) : nil)
  }

  /// `seed` is `nil` where it takes the merges to know what a token is encoded as.
  private init(
    alphabet: Alphabet, unknown: Unknown, vocabulary: Vocabulary, merges: [[MergeTable.Merge]],
    rankCount: Int, takesWholePieces: Bool, seed: consuming PieceTable?, cuts: CutTable?
  ) {
    self.alphabet = alphabet
    self.unknown = unknown
    self.vocabulary = vocabulary
    self.takesWholePieces = takesWholePieces
    self.cuts = cuts
    symbolOfByte = (0..<256).map { byte in
      vocabulary.id(of: [UInt8(byte)]) ?? MergeTable.unmergeable
    }
    var isByteLevel = true
    if case .characters = alphabet { isByteLevel = false }
    self.merges = MergeTable(
      merges, rankCount: rankCount, bytes: isByteLevel ? symbolOfByte : nil)
    units = (0..<UInt32(vocabulary.count)).map { id in
      if isByteLevel { return UInt32(vocabulary.length(of: id)) }
      return vocabulary.withBytes(of: id) { token in
        UInt32(token.count(where: { $0 & 0xC0 != 0x80 }))
      }
    }
    if let seed {
      self.seed = seed
    } else {
      self.seed = Self.seedOfMerges(
        vocabulary,
        BytePairSymbols(
          alphabet: alphabet, unknown: unknown, vocabulary: vocabulary, merges: self.merges,
          symbolOfByte: symbolOfByte, units: units))
    }
  }

  private static func cuts(_ vocabulary: Vocabulary) -> CutTable {
    CutTable(tokenCount: vocabulary.tokenCount) { body in
      for id in 0..<UInt32(vocabulary.count) { vocabulary.withBytes(of: id, body) }
    }
  }

  /// Bytes of text that a token stands for; those of byte fallback stand for one.
  func byteLength(of id: TokenID) -> Int {
    unknown.bytes.contains(id) ? 1 : vocabulary.length(of: id)
  }

  /// The tokens `<0x00>` to `<0xFF>`, or none. With only some of them, what a character falls back to
  /// would depend on its bytes.
  static func byteTokens(_ vocabulary: Vocabulary) throws(TokenizerError) -> [TokenID] {
    let digits = Array("0123456789ABCDEF".utf8)
    let tokens = (0..<256).compactMap { byte in
      vocabulary.id(of: Array("<0x".utf8) + [digits[byte >> 4], digits[byte & 15]] + [0x3E])
    }
    guard tokens.isEmpty || tokens.count == 256 else {
      throw .unsupported(
        construct: "byte fallback with \(tokens.count) of the 256 byte tokens",
        place: "/model/byte_fallback")
    }
    return tokens
  }
}
