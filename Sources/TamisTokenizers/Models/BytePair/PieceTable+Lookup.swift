import CTamisKernels

extension PieceTable {
  /// What a lookup needs, to be kept in registers by the loop that looks up. Good until the table
  /// learns something.
  struct View {
    let short: UnsafeMutablePointer<UInt64>
    let long: UnsafeMutablePointer<UInt64>
    let shortShift: UInt64
    let longShift: UInt64
    let masks: UnsafePointer<UInt64>
    let spills: UnsafePointer<UInt32>
  }

  var view: View {
    View(
      short: short, long: long, shortShift: 64 - shortBits, longShift: 64 - longBits,
      masks: masks, spills: UnsafePointer(spills))
  }

  /// What a table has for a piece: one or two ids, where more lie, or nothing.
  struct Result {
    /// Two ids of 18 bits, the address of a spill with the highest bit set, or all ones.
    fileprivate var bits: UInt64

    /// The ids that lie behind their count at `spill`.
    @inline(__always)
    init(spill: UnsafePointer<UInt32>) { bits = UInt64(UInt(bitPattern: spill)) | 1 << 63 }

    fileprivate init(bits: UInt64) { self.bits = bits }

    /// The ids of an entry whose value is a pair.
    @inline(__always)
    init(pair value: UInt64) { bits = value }

    @inline(__always) var isPair: Bool { bits >> 36 == 0 }
    @inline(__always) var isUnknown: Bool { bits == .max }
    @inline(__always) var firstID: TokenID { UInt32(truncatingIfNeeded: bits & PieceTable.noID) }
    /// Something, even where there is no second id.
    @inline(__always) var secondID: TokenID { UInt32(truncatingIfNeeded: bits >> 18) }
    @inline(__always) var hasSecond: Bool { bits >> 18 != PieceTable.noID }

    /// The count of ids, and the ids, of a result that is neither a pair nor unknown.
    @inline(__always) var spill: UnsafePointer<UInt32> {
      // Safety: `spill` results are made of addresses of spills that tables keep until they change.
      UnsafePointer(
        bitPattern: UInt(truncatingIfNeeded: bits & (1 << 63 - 1))
      ).unsafelyUnwrapped
    }

    /// The id, where there is one alone.
    @inline(__always) var onlyID: TokenID? {
      if isPair { return hasSecond ? nil : firstID }
      return !isUnknown && spill[0] == 1 ? spill[1] : nil
    }

    static let unknown = Result(bits: .max)
  }
}

extension PieceTable.View {
  /// No piece has this value.
  static var none: UInt64 { .max &>> 28 }

  /// A piece on its way to its entry.
  struct Probe {
    fileprivate var low: UInt64
    fileprivate var high: UInt64
    fileprivate var entry: UnsafeMutablePointer<UInt64>

    /// What the first entry that the piece may have says, if it is its own.
    @inline(__always)
    func result(_ table: PieceTable.View) -> PieceTable.Result {
      let last = entry[1]
      let isOwn = (entry[0] ^ low) | (last ^ high) & 0xFFF_FFFF == 0
      return isOwn ? table.result(ofValue: last &>> 28) : .unknown
    }
  }

  /// A long piece on its way to its entry.
  struct LongProbe {
    fileprivate var key: LongKey
    fileprivate var entry: UnsafeMutablePointer<UInt64>

    /// What the first entry that the piece may have says, if it is its own.
    @inline(__always)
    func result(_ table: PieceTable.View) -> PieceTable.Result {
      let last = entry[3]
      let difference =
        (entry[0] ^ key.word0) | (entry[1] ^ key.word1) | (entry[2] ^ key.word2)
        | (last ^ key.word3) & 0xFFF_FFFF
      return difference == 0 ? table.result(ofValue: last &>> 28) : .unknown
    }
  }

  /// Asks for the entry of a piece of 12 to 26 bytes, which is looked at soon.
  ///
  /// Safety: 32 bytes from `piece` on are readable.
  @inline(__always)
  func longProbe(_ piece: UnsafePointer<UInt8>, _ length: Int) -> LongProbe {
    let key = LongKey(piece, length)
    let entry = long + Int(truncatingIfNeeded: key.hash &>> longShift) &* 4
    tamis_prefetch(entry)
    return LongProbe(key: key, entry: entry)
  }

  /// Asks for the entry of a piece, which is looked at soon. For one of more than 11 bytes the probe
  /// finds nothing, but its entry is asked for as well.
  ///
  /// Safety: 32 bytes from `piece` on are readable.
  @inline(__always)
  func probe(_ piece: UnsafePointer<UInt8>, _ length: Int) -> Probe {
    let raw = UnsafeRawPointer(piece)
    // Safety: there is a mask for each length up to 12.
    let mask = masks + min(length, 12) &* 2
    let low = raw.loadUnaligned(as: UInt64.self) & mask[0]
    let high =
      raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & mask[1]
      | UInt64(truncatingIfNeeded: min(length, 12)) &<< 24
    let hash = ShortKey(low: low, high: high).hash
    let entry = short + Int(truncatingIfNeeded: hash &>> shortShift) &* 2
    tamis_prefetch(entry)
    let probe = Probe(low: low, high: high, entry: entry)
    if length > PieceTable.longestShort { prepareLong(piece, length) }
    return probe
  }

  @inline(never)
  private func prepareLong(_ piece: UnsafePointer<UInt8>, _ length: Int) {
    if length <= PieceTable.longestPiece { _ = longProbe(piece, length) }
  }

  /// Asks for the entry of a piece of any length, which is looked up soon.
  ///
  /// Safety: 32 bytes from `piece` on are readable.
  @inline(__always)
  func prepare(_ piece: UnsafePointer<UInt8>, _ length: Int) {
    if length <= PieceTable.longestShort {
      let slot = ShortKey(piece, length).hash &>> shortShift
      tamis_prefetch(short + Int(truncatingIfNeeded: slot) &* 2)
    } else if length <= PieceTable.longestPiece {
      let slot = LongKey(piece, length).hash &>> longShift
      tamis_prefetch(long + Int(truncatingIfNeeded: slot) &* 4)
    }
  }

  /// The result for the value of an entry; asks for the spill if there is one.
  @inline(__always)
  func result(ofValue value: UInt64) -> PieceTable.Result {
    let first = value & PieceTable.noID
    if first < PieceTable.spillBase { return PieceTable.Result(bits: value) }
    let number = (first & 0xFF) &<< 18 | value &>> 18
    // Safety: values are made by `insert`, which writes the spill before its number.
    let spill = spills + Int(truncatingIfNeeded: number) &* PieceTable.spillStride
    tamis_prefetch(spill)
    return PieceTable.Result(bits: UInt64(UInt(bitPattern: spill)) | 1 &<< 63)
  }

  /// What this table has for a piece of any length. With `promoting` the piece is found sooner the next
  /// time; the table may then have no other reader.
  ///
  /// Safety: 32 bytes from `piece` on are readable.
  @inline(__always)
  func result(
    _ piece: UnsafePointer<UInt8>, _ length: Int, promoting: Bool = false
  ) -> PieceTable.Result {
    guard length <= PieceTable.longestPiece else { return .unknown }
    let value =
      length <= PieceTable.longestShort
      ? shortValue(piece, length, promoting) : longValue(piece, length, promoting)
    return value == Self.none ? .unknown : result(ofValue: value)
  }

  @inline(__always)
  private func shortValue(
    _ piece: UnsafePointer<UInt8>, _ length: Int, _ promoting: Bool
  ) -> UInt64 {
    let key = ShortKey(piece, length)
    let home = Int(truncatingIfNeeded: key.hash &>> shortShift)
    var slot = home
    while true {
      // Safety: `slot` is below the number of entries.
      let entry = short + slot &* 2
      let high = entry[1]
      if (entry[0] ^ key.low) | (high ^ key.high) & 0xFFF_FFFF == 0 {
        if promoting { promote(entry, to: short + home &* 2, words: 2) }
        return high &>> 28
      }
      if high == 0 { return Self.none }
      slot = (slot &+ 1) & Int(truncatingIfNeeded: UInt64.max &>> shortShift)
    }
  }

  /// Swaps the entry of a piece that is asked for with the one in the place where it is looked for first.
  ///
  /// What is asked for once is likely to be again. The other entry stays where it can be found: no slot
  /// between the two is empty.
  @inline(__always)
  private func promote(
    _ entry: UnsafeMutablePointer<UInt64>, to first: UnsafeMutablePointer<UInt64>, words: Int
  ) {
    guard entry != first else { return }
    for word in 0..<words { swap(&entry[word], &first[word]) }
  }

  @inline(__always)
  private func longValue(
    _ piece: UnsafePointer<UInt8>, _ length: Int, _ promoting: Bool
  ) -> UInt64 {
    let key = LongKey(piece, length)
    let home = Int(truncatingIfNeeded: key.hash &>> longShift)
    var slot = home
    while true {
      // Safety: `slot` is below the number of entries.
      let entry = long + slot &* 4
      let last = entry[3]
      let difference =
        (entry[0] ^ key.word0) | (entry[1] ^ key.word1) | (entry[2] ^ key.word2)
        | (last ^ key.word3) & 0xFFF_FFFF
      if difference == 0 {
        if promoting { promote(entry, to: long + home &* 4, words: 4) }
        return last &>> 28
      }
      if last == 0 { return Self.none }
      slot = (slot &+ 1) & Int(truncatingIfNeeded: UInt64.max &>> longShift)
    }
  }
}
