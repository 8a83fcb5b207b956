/// Piece → ids, for pieces of up to 26 bytes, with the bytes themselves as the key.
///
/// Nearly every piece of a text is a token or was seen before, so this table is the encoder. An entry
/// holds the whole piece: a probe compares bytes, never hashes, and touches one cache line.
///
///     short (≤ 11 bytes)   word 0   bytes 0–7
///                          word 1   value 36 | length 4 | bytes 8–10
///     long (12–26 bytes)   words 0, 1, 2   bytes 0–23
///                          word 3   value 36 | length − 11: 4 | bytes 24–25
///
/// A value is two ids of 18 bits; 98 of 100 pieces of prose have no more. `0x3FFFF` as the second id
/// stands for none. A first id from `0x3FF00` on is the upper part of the number of a `spill`, the
/// second its lower part: up to 15 ids, of any size, that lie elsewhere.
///
/// An example with cl100k: `" Bing"` is one token, 54587:
///
///     20 42 69 6E 67 00 00 00 | 3FFFF 0D53B 5 000000
///
/// An encoder's table starts as a copy of the vocabulary's own, and learns the pieces that it meets. What
/// it holds changes no id.
// Safety: the memory belongs to the one value that has it, and is written by mutating methods alone.
struct PieceTable: ~Copyable, @unchecked Sendable {
  static let longestShort = 11
  static let longestPiece = 26
  static let longestSpill = 15
  /// Stands for no second id.
  static let noID: UInt64 = 1 << 18 - 1
  /// A first id from here on is the upper part of the number of a spill.
  static let spillBase: UInt64 = 0x3FF00
  /// The most places of spills: 8 MiB.
  private static let spillLimit = 1 << 19
  /// Words of 8 bytes for the spills, and for the ids behind the last that may be read with it.
  private static let spillWords = spillLimit * spillStride / 2 + 8
  /// Spills are numbered by places of four words: how many ids there are, then the ids.
  static let spillStride = 4

  private(set) var short: UnsafeMutablePointer<UInt64>
  private(set) var long: UnsafeMutablePointer<UInt64>
  private let spillMemory: UnsafeMutablePointer<UInt64>
  let spills: UnsafeMutablePointer<UInt32>
  private(set) var shortBits: UInt64
  private(set) var longBits: UInt64
  private var shortCount = 0
  private var longCount = 0
  private var spillCount = 0
  /// There was no room for the last spill.
  private var isShortOfSpills = false

  /// An empty table of `2^shortBits` and `2^longBits` entries.
  init(shortBits: UInt64, longBits: UInt64) {
    self.shortBits = shortBits
    self.longBits = longBits
    short = PageMemory.allocate(words: 2 << Int(shortBits), filledWith: 0)
    long = PageMemory.allocate(words: 4 << Int(longBits), filledWith: 0)
    // All that there may ever be: what is not touched costs nothing.
    let words = Self.spillWords
    spillMemory = PageMemory.allocate(words: words, filledWith: 0)
    // Safety: the memory is for ids alone, two a word.
    spills = UnsafeMutableRawPointer(spillMemory).bindMemory(
      to: UInt32.self, capacity: words * 2)
  }

  /// A copy of `other`.
  init(copying other: borrowing PieceTable) {
    self.init(shortBits: other.shortBits, longBits: other.longBits)
    // Safety: both have the same sizes.
    short.update(from: other.short, count: 2 << Int(shortBits))
    long.update(from: other.long, count: 4 << Int(longBits))
    spills.update(from: other.spills, count: other.spillCount * Self.spillStride)
    shortCount = other.shortCount
    longCount = other.longCount
    spillCount = other.spillCount
  }

  deinit {
    PageMemory.free(short, count: 2 << Int(shortBits))
    PageMemory.free(long, count: 4 << Int(longBits))
    PageMemory.free(spillMemory, count: Self.spillWords)
  }

  /// Two words of ones for the bytes that a piece of 0 to 11 bytes has in its entry.
  nonisolated(unsafe) private static let masks: UnsafePointer<UInt64> = {
    let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * 13)
    for length in 0..<13 {
      let bits = UInt64(length < 12 ? length * 8 : 0)
      masks[length * 2] = bits >= 64 ? .max : ~(UInt64.max << bits)
      masks[length * 2 + 1] = bits > 64 ? ~(UInt64.max << (bits - 64)) : 0
    }
    // Safety: initialized above, never written again and never freed.
    return UnsafePointer(masks)
  }()

  /// The same, for tables to keep: the property above costs a check.
  let masks = PieceTable.masks

  // MARK: Learning

  /// Makes room after `insert` had none for a piece of `length` bytes: for twice as many pieces
  /// of that kind; returns false where that would take more than `limit` bytes, or where it is spills
  /// that there is no room for. Results and views from before are void.
  mutating func grow(forLength length: Int, limit: Int) -> Bool {
    if isShortOfSpills { return false }
    let isShort = length <= Self.longestShort
    let stride = isShort ? 2 : 4
    let bits = isShort ? shortBits : longBits
    guard (8 * stride) << (bits + 1) <= limit else { return false }
    let old = isShort ? short : long
    let grown = PageMemory.allocate(words: stride << Int(bits + 1), filledWith: 0)
    let mask = 1 << Int(bits + 1) - 1
    // Safety: each slot is below the number of entries of its table; the new one has empty ones.
    for entry in 0..<1 << Int(bits) where old[entry &* stride &+ stride &- 1] != 0 {
      let words = old + entry &* stride
      let hash =
        isShort
        ? ShortKey(low: words[0], high: words[1] & 0xFFF_FFFF).hash
        : LongKey(
          word0: words[0], word1: words[1], word2: words[2], word3: words[3] & 0xFFF_FFFF
        ).hash
      var slot = Int(truncatingIfNeeded: hash &>> (63 - bits))
      while grown[slot &* stride &+ stride &- 1] != 0 { slot = (slot &+ 1) & mask }
      (grown + slot &* stride).update(from: words, count: stride)
    }
    PageMemory.free(old, count: stride << Int(bits))
    if isShort {
      (short, shortBits) = (grown, bits + 1)
    } else {
      (long, longBits) = (grown, bits + 1)
    }
    return true
  }

  /// Notes that `piece` has these `ids`; false when there is no room left, or the piece has none.
  ///
  /// Safety: 32 bytes from `piece` on are readable. The piece is not in the table.
  mutating func insert(
    _ piece: UnsafePointer<UInt8>, _ length: Int, _ ids: UnsafeBufferPointer<UInt32>
  ) -> Bool {
    let isShort = length <= Self.longestShort
    if isShort ? shortCount &* 8 >= 5 << shortBits : longCount &* 8 >= 5 << longBits {
      return false
    }
    guard let value = value(of: ids) else { return false }
    // Safety: a slot is below the number of entries, and the table has empty ones.
    if isShort {
      let key = ShortKey(piece, length)
      var slot = Int(truncatingIfNeeded: key.hash >> (64 - shortBits))
      while short[slot &* 2 &+ 1] != 0 { slot = (slot &+ 1) & (1 << Int(shortBits) - 1) }
      short[slot &* 2] = key.low
      short[slot &* 2 &+ 1] = key.high | value &<< 28
      shortCount &+= 1
    } else {
      let key = LongKey(piece, length)
      var slot = Int(truncatingIfNeeded: key.hash >> (64 - longBits))
      while long[slot &* 4 &+ 3] != 0 { slot = (slot &+ 1) & (1 << Int(longBits) - 1) }
      long[slot &* 4] = key.word0
      long[slot &* 4 &+ 1] = key.word1
      long[slot &* 4 &+ 2] = key.word2
      long[slot &* 4 &+ 3] = key.word3 | value &<< 28
      longCount &+= 1
    }
    return true
  }

  private mutating func value(of ids: UnsafeBufferPointer<UInt32>) -> UInt64? {
    if ids.count == 1, ids[0] < Self.spillBase { return UInt64(ids[0]) | Self.noID &<< 18 }
    if ids.count == 2, ids[0] < Self.spillBase, ids[1] < Self.noID {
      return UInt64(ids[0]) | UInt64(ids[1]) &<< 18
    }
    guard ids.count <= Self.longestSpill else { return nil }
    let places = ids.count / Self.spillStride + 1
    guard spillCount + places <= Self.spillLimit else {
      isShortOfSpills = true
      return nil
    }
    // Safety: the spill lies within the capacity and has room for its count and its ids.
    let spill = spills + spillCount &* Self.spillStride
    spill[0] = UInt32(truncatingIfNeeded: ids.count)
    for index in 0..<ids.count { spill[index &+ 1] = ids[index] }
    defer { spillCount &+= places }
    let number = UInt64(spillCount)
    return Self.spillBase | number >> 18 | (number & Self.noID) &<< 18
  }

}
