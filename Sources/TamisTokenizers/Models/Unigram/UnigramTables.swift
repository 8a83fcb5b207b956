/// Everything about a unigram model that does not change: made once, shared by all threads.
///
/// The arrays are kept as pointers, because the loops over them are the inner loops of encoding.
final class UnigramTables: @unchecked Sendable {
  // Safety of @unchecked Sendable: nothing is written after `init`.

  /// `PieceTrie.units` of the pieces that text can become.
  let units: UnsafePointer<UInt64>
  let rootBase: UInt64
  /// Bytes of the longest piece.
  let longestPiece: Int
  /// Scores by id, as the reference adds them.
  let scores: UnsafePointer<Double>
  /// The same as `Float`.
  let floatScores: UnsafePointer<Float>
  /// Bytes of each piece in text, by id.
  let lengths: UnsafePointer<UInt32>
  /// `PieceAdjacency.table` and `.pairs`.
  let cuts: UnsafePointer<UInt8>
  let pairs: UnsafePointer<UInt64>
  /// Ids of `<0x00>`…`<0xFF>`, or `nil` without byte fallback.
  let byteIDs: UnsafePointer<UInt32>?

  let idCount: Int
  let unknownID: UInt32
  /// The text of the unknown token, if text can become it; otherwise empty.
  let unknownText: [UInt8]
  /// False for a model that refuses text with unknown characters.
  let hasUnknown: Bool
  let unknownScore: Double
  /// Scores are sums of `Float` (SentencePiece), not `Double` (Hugging Face).
  let usesFloat: Bool
  /// A space in text stands for "▁", so that its bytes are those of U+2581.
  let spaceIsMeta: Bool
  /// Ids may be remembered per binade of the sum before the word; see `UnigramModel`.
  let allowsBinades: Bool
  /// The most by which one token can change the sum.
  let greatestStep: Double
  /// From sums of greater magnitude on, a word may meet `ScoreSum.resetThreshold`.
  let calmLimit: Double

  private let trieStorage: UnsafeMutablePointer<UInt64>

  /// One piece as `UnigramTables` wants it.
  struct Piece {
    /// Its bytes in text; `nil` if no text becomes it.
    var bytes: [UInt8]?
    var score: Double
  }

  init(
    pieces: [Piece], unknownID: TokenID?, unknownScore: Double, usesFloat: Bool, spaceIsMeta: Bool,
    byteIDs: [TokenID]?
  ) throws(TokenizerError) {
    // The later of two equal pieces is the one that the reference finds.
    var keys: [(bytes: [UInt8], value: UInt32)] = []
    var known = Vocabulary(tokens: pieces.count)
    for (id, piece) in pieces.enumerated().reversed() {
      guard let bytes = piece.bytes, !bytes.isEmpty else { continue }
      if known.insert(bytes, id: TokenID(id)) { keys.append((bytes, UInt32(id))) }
    }
    let trie = try PieceTrie(keys)
    let adjacency = PieceAdjacency(keys.lazy.map(\.bytes))
    trieStorage = Self.copy(trie.units)
    units = UnsafePointer(trieStorage)
    rootBase = trie.rootBase
    longestPiece = trie.longestKey
    idCount = pieces.count
    scores = UnsafePointer(Self.copy(pieces.map(\.score)))
    floatScores = UnsafePointer(Self.copy(pieces.map { Float($0.score) }))
    lengths = UnsafePointer(Self.copy(pieces.map { UInt32($0.bytes?.count ?? 0) }))
    cuts = UnsafePointer(Self.copy(adjacency.table))
    pairs = UnsafePointer(Self.copy(adjacency.pairs))
    self.byteIDs = byteIDs.map { UnsafePointer(Self.copy($0)) }
    self.unknownID = unknownID ?? .max
    unknownText = unknownID.flatMap { pieces[Int($0)].bytes } ?? []
    hasUnknown = unknownID != nil
    self.unknownScore = unknownScore
    self.usesFloat = usesFloat
    self.spaceIsMeta = spaceIsMeta
    // Steps that a Double adds exactly to any sum; see `solveInBinade`.
    let steps = 0x1p-12...4096.0
    allowsBinades =
      usesFloat && steps.contains(unknownScore.magnitude)
      && pieces.allSatisfy {
        $0.bytes == nil || $0.score == 0 || steps.contains($0.score.magnitude)
      }
    greatestStep = pieces.reduce(unknownScore.magnitude) { max($0, $1.score.magnitude) }
    calmLimit =
      usesFloat
      ? FloatSum.resetThreshold - greatestStep * Double(WordCache.longestWord + 1) : .infinity
  }

  deinit {
    trieStorage.deallocate()
    scores.deallocate()
    floatScores.deallocate()
    lengths.deallocate()
    cuts.deallocate()
    pairs.deallocate()
    byteIDs?.deallocate()
  }

  /// True when the bytes from `from` to `to` are the text of the unknown token.
  func isUnknownToken(_ text: UnsafeRawBufferPointer, _ from: Int, _ to: Int) -> Bool {
    to - from == unknownText.count && !unknownText.isEmpty
      && unknownText.elementsEqual(text[from..<to])
  }

  /// A copy outside of ARC's sight; at least one element, so that there is an address.
  private static func copy<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
    let copied = UnsafeMutablePointer<Element>.allocate(capacity: max(array.count, 1))
    array.withUnsafeBufferPointer { elements in
      if let start = elements.baseAddress {
        copied.initialize(from: start, count: elements.count)
      }
    }
    return copied
  }
}
