// The merges of a rank file: each token, from every two tokens that are its parts.
//
// A token of n bytes can be cut in n − 1 places: 1.2 million for the 200,000 tokens of o200k, and one
// of three is between two tokens. To look both parts up takes two reads from a table that no cache
// holds; so a filter is asked first, which the second-level cache does hold. What it is asked for is a
// polynomial of the bytes: one pass over a token gives those of everything it starts with, and a
// subtraction those of everything it ends with.
//
//     hash("abc") = (a·B + b)·B + c            hash("c") = hash("abc") − hash("ab")·B
//
// Where the filter errs, a lookup finds nothing.

/// What it takes to find the merges of a rank file.
struct RankCuts: @unchecked Sendable {
  // Safety: what this points to is not written while there are merges to be found.
  private let vocabulary: Vocabulary
  private let text: TokenText
  private let filter: TokenFilter
  private let seed: PieceTable.View

  /// `seed` has the tokens that are short enough, and outlives this.
  init(_ vocabulary: Vocabulary, _ text: TokenText, _ filter: TokenFilter, seed: PieceTable.View) {
    self.vocabulary = vocabulary
    self.text = text
    self.filter = filter
    self.seed = seed
  }

  /// The merges of all tokens, in the order of their ids: one part found here, one by another thread.
  func merges() -> [[MergeTable.Merge]] {
    let ids = 0..<TokenID(vocabulary.count)
    guard vocabulary.tokenCount > 1 << 14 else { return [merges(of: ids)] }
    // The later tokens are the longer ones.
    let middle = ids.upperBound / 9 * 5
    let (first, second) = concurrently(
      { merges(of: ids.lowerBound..<middle) }, { merges(of: middle..<ids.upperBound) })
    return [first, second]
  }

  private func merges(of ids: Range<TokenID>) -> [MergeTable.Merge] {
    var merges: [MergeTable.Merge] = []
    merges.reserveCapacity(ids.count * 4)
    // Entries are asked for when a cut is found, and read when there are some more.
    let batch = 64
    var cuts: [Cut] = []
    cuts.reserveCapacity(batch * 2)
    let scratch = TokenFilter.Scratch(longestToken: vocabulary.longestToken)
    for merged in ids {
      let (token, length) = text[merged]
      filter.forEachCut(token, length, scratch) { middle in
        // Safety: `text` has readable bytes behind each of its tokens.
        seed.prepare(token, middle)
        seed.prepare(token + middle, length - middle)
        cuts.append(Cut(start: token, left: middle, right: length - middle, merged: merged))
      }
      if cuts.count >= batch || merged == ids.upperBound - 1 {
        for cut in cuts {
          guard let left = id(cut.start, cut.left), let right = id(cut.start + cut.left, cut.right)
          else { continue }
          merges.append(.init(left: left, right: right, merged: cut.merged, rank: cut.merged))
        }
        cuts.removeAll(keepingCapacity: true)
      }
    }
    return merges
  }

  @inline(__always)
  private func id(_ part: UnsafePointer<UInt8>, _ length: Int) -> TokenID? {
    if length > PieceTable.longestPiece {
      return vocabulary.id(of: UnsafeRawBufferPointer(start: part, count: length))
    }
    return seed.result(part, length).onlyID
  }

  /// A place in a token where both sides may be tokens.
  private struct Cut {
    var start: UnsafePointer<UInt8>
    var left: Int
    var right: Int
    var merged: TokenID
  }
}

/// A Bloom filter of tokens, 8 bits and more for each.
final class TokenFilter: @unchecked Sendable {
  // Safety of @unchecked Sendable: nothing is written after `init`.
  private static let base: UInt64 = 0xD6E8_FEB8_6659_FD93

  private let words: UnsafeMutablePointer<UInt64>
  private let shift: UInt64

  init(_ vocabulary: Vocabulary, _ text: TokenText) {
    var bits: UInt64 = 8
    while 1 << bits < vocabulary.tokenCount / 8 { bits += 1 }
    shift = 64 - bits
    words = .allocate(capacity: 1 << Int(bits))
    words.initialize(repeating: 0, count: 1 << Int(bits))
    for id in 0..<TokenID(vocabulary.count) {
      let (token, length) = text[id]
      var hash: UInt64 = 0
      for index in 0..<length { hash = Self.hash(hash, token[index]) }
      let mixed = Self.mixed(hash)
      words[Int(truncatingIfNeeded: mixed &>> shift)] |= Self.mask(mixed)
    }
  }

  deinit { words.deallocate() }

  /// Room for what is known of one token, for one thread.
  struct Scratch: ~Copyable {
    /// Powers of the base.
    fileprivate let powers: UnsafeMutablePointer<UInt64>
    /// The hashes of what the token starts with.
    fileprivate let hashes: UnsafeMutablePointer<UInt64>
    fileprivate let middles: UnsafeMutablePointer<Int>

    init(longestToken: Int) {
      let lengths = longestToken + 1
      powers = .allocate(capacity: lengths)
      powers.initialize(repeating: 1, count: lengths)
      for length in 1..<max(lengths, 1) { powers[length] = powers[length - 1] &* base }
      hashes = .allocate(capacity: lengths)
      hashes.initialize(repeating: 0, count: lengths)
      middles = .allocate(capacity: lengths)
      middles.initialize(repeating: 0, count: lengths)
    }

    deinit {
      powers.deallocate()
      hashes.deallocate()
      middles.deallocate()
    }
  }

  /// Calls `body` with the places of a token where what is before and what is behind may be tokens.
  ///
  /// Safety: `scratch` is made for tokens of that length.
  @inline(__always)
  func forEachCut(
    _ token: UnsafePointer<UInt8>, _ length: Int, _ scratch: borrowing Scratch,
    _ body: (_ middle: Int) -> Void
  ) {
    guard length > 1 else { return }
    let (powers, hashes, middles) = (scratch.powers, scratch.hashes, scratch.middles)
    var hash: UInt64 = 0
    for index in 0..<length {
      hash = Self.hash(hash, token[index])
      hashes[index &+ 1] = hash
    }
    // The answers of the filter are as good as random: no branch on them.
    var count = 0
    for middle in 1..<length {
      let left = hashes[middle]
      let right = hash &- left &* powers[length &- middle]
      middles[count] = middle
      count &+= contains(left) & contains(right)
    }
    for index in 0..<count { body(middles[index]) }
  }

  /// 1 for a token, and now and then for what is none.
  @inline(__always)
  private func contains(_ hash: UInt64) -> Int {
    let mixed = Self.mixed(hash)
    let mask = Self.mask(mixed)
    return words[Int(truncatingIfNeeded: mixed &>> shift)] & mask == mask ? 1 : 0
  }

  @inline(__always)
  private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    hash &* base &+ UInt64(byte) &+ 1
  }

  @inline(__always)
  private static func mixed(_ hash: UInt64) -> UInt64 {
    (hash ^ hash &>> 32) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Two bits of a word.
  @inline(__always)
  private static func mask(_ mixed: UInt64) -> UInt64 {
    1 &<< (mixed &>> 16) | 1 &<< (mixed &>> 22)
  }
}
