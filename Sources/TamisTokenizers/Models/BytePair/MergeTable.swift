import CTamisKernels

/// Which two neighbours merge, how early, and into what.
///
/// An open-addressed table of words, each a pair and its rank in one:
///
///     63            44 43            24 23             0
///     left symbol (20) right symbol (20) rank (24)
///
/// so that a probe is one load and one comparison. Symbols are token ids, or numbers behind them for
/// characters that are no token by themselves.
///
/// Most pairs that are asked for merge with nothing, and the table is larger than a core's cache; so a
/// filter is asked first, two bits in one word of some hundred kilobytes.
struct MergeTable: @unchecked Sendable {
  /// No such pair.
  static let none: UInt32 = 1 << 24 - 1
  /// Symbols are below this.
  static let symbolLimit: UInt32 = 1 << 20 - 1
  /// A symbol that merges with nothing.
  static let unmergeable: UInt32 = 1 << 20 - 1

  private let slots: UnsafePointer<UInt64>
  private let filter: UnsafePointer<UInt64>
  private let filterShift: UInt64
  private let shift: UInt64
  private let mask: Int
  private let memory: Memory
  /// What the pair of a rank becomes.
  private let merged: UnsafePointer<UInt32>
  /// The ranks of pairs of single bytes (by left × 256 + right), where symbols are bytes at first.
  let rankOfBytes: UnsafePointer<UInt32>
  let count: Int
  /// True for rank files, where a rank is the id of its token.
  private let ranksAreSymbols: Bool

  /// Holds the memory for as long as somebody may look at it.
  private final class Memory: Sendable {
    nonisolated(unsafe) let slots: UnsafeMutablePointer<UInt64>
    nonisolated(unsafe) let filter: UnsafeMutablePointer<UInt64>
    nonisolated(unsafe) let merged: UnsafeMutablePointer<UInt32>
    nonisolated(unsafe) let rankOfBytes: UnsafeMutablePointer<UInt32>

    private let slotCount: Int
    private let filterWords: Int

    init(slots: Int, filterWords: Int, ranks: Int) {
      slotCount = slots
      self.filterWords = filterWords
      filter = PageMemory.allocate(words: filterWords, filledWith: 0)
      self.slots = PageMemory.allocate(words: slots, filledWith: 0xFF)
      merged = .allocate(capacity: max(ranks, 1))
      merged.initialize(repeating: 0, count: max(ranks, 1))
      rankOfBytes = .allocate(capacity: 1 << 16)
      rankOfBytes.initialize(repeating: MergeTable.none, count: 1 << 16)
    }

    deinit {
      PageMemory.free(slots, count: slotCount)
      PageMemory.free(filter, count: filterWords)
      merged.deallocate()
      rankOfBytes.deallocate()
    }
  }

  /// One merge: the neighbours `left` and `right` become `merged`. Lower ranks merge earlier, and of
  /// the same rank the leftmost.
  struct Merge {
    var left: UInt32
    var right: UInt32
    var merged: UInt32
    var rank: UInt32
  }

  /// The table of `merges`, all parts of it in their order; of two merges of one pair the first counts. Ranks lie below `rankCount`,
  /// which is less than 2^24; all merges of one rank make the same symbol. `bytes` are the symbols of
  /// the 256 bytes, where text starts as bytes.
  init(_ merges: [[Merge]], rankCount: Int, bytes: [UInt32]?) {
    precondition(rankCount < Int(Self.none), "ranks have 24 bits")
    count = merges.reduce(0) { $0 + $1.count }
    var bits: UInt64 = 4
    while 1 << bits < count * 2 { bits += 1 }
    let filterBits = max(bits, 9) - 4
    memory = Memory(slots: 1 << bits, filterWords: 1 << filterBits, ranks: rankCount)
    slots = UnsafePointer(memory.slots)
    filter = UnsafePointer(memory.filter)
    filterShift = 64 - filterBits
    merged = UnsafePointer(memory.merged)
    rankOfBytes = UnsafePointer(memory.rankOfBytes)
    shift = 64 - bits
    mask = 1 << bits - 1
    ranksAreSymbols = merges.allSatisfy { $0.allSatisfy { $0.rank == $0.merged } }
    for part in merges { insert(part, rankCount) }
    guard let bytes else { return }
    for left in 0..<256 {
      for right in 0..<256 {
        memory.rankOfBytes[left << 8 | right] = rank(bytes[left], bytes[right])
      }
    }
  }

  private func insert(_ merges: [Merge], _ rankCount: Int) {
    // Safety: slots are taken modulo the size of the table, which is never full; ranks were checked by
    // the caller's promise and again here.
    for (index, merge) in merges.enumerated() {
      // Slots lie anywhere: they are asked for some merges ahead.
      if index + 16 < merges.count {
        let next = merges[index + 16]
        let hash = Self.hash(Self.key(next.left, next.right))
        tamis_prefetch(memory.slots + Int(truncatingIfNeeded: hash >> shift))
      }
      precondition(
        merge.left < Self.symbolLimit && merge.right < Self.symbolLimit
          && merge.rank < UInt32(rankCount), "symbols have 20 bits")
      let key = Self.key(merge.left, merge.right)
      let hash = Self.hash(key)
      memory.filter[Int(truncatingIfNeeded: hash >> filterShift)] |= Self.filterMask(hash)
      var slot = Int(truncatingIfNeeded: hash >> shift)
      while memory.slots[slot] != .max && memory.slots[slot] >> 24 != key {
        slot = (slot &+ 1) & mask
      }
      if memory.slots[slot] == .max { memory.slots[slot] = key &<< 24 | UInt64(merge.rank) }
      memory.merged[Int(merge.rank)] = merge.merged
    }
  }

  /// The rank of the pair, or `none`.
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let key = Self.key(left, right)
    return rank(ofKey: key, hash: Self.hash(key))
  }

  /// The rank of the pair, or `none`, from `memo` if it holds the pair; else it does afterwards.
  @inline(__always)
  func rank(_ left: UInt32, _ right: UInt32, _ memo: Memo) -> UInt32 {
    let key = Self.key(left, right)
    let hash = Self.hash(key)
    // Safety: the shift leaves as many bits as the memo has words.
    let place = memo.words + Int(truncatingIfNeeded: hash &>> Memo.shift)
    let word = place.pointee
    if word >> 24 == key { return UInt32(truncatingIfNeeded: word) & Self.none }
    let rank = rank(ofKey: key, hash: hash)
    place.pointee = key &<< 24 | UInt64(rank)
    return rank
  }

  /// The pairs that were asked for last, with their ranks or the knowledge that they merge with nothing:
  /// small enough to stay in the cache, where the table is not. Each pair has one place.
  struct Memo {
    fileprivate let words: UnsafeMutablePointer<UInt64>
    private static let bits: UInt64 = 14
    fileprivate static var shift: UInt64 { 64 - bits }

    init() { words = PageMemory.allocate(words: 1 << Int(Self.bits), filledWith: 0xFF) }

    func free() { PageMemory.free(words, count: 1 << Int(Self.bits)) }
  }

  @inline(never)
  private func rank(ofKey key: UInt64, hash: UInt64) -> UInt32 {
    let mask = Self.filterMask(hash)
    // Safety: the shifts leave as many bits as the filter has words and the table slots.
    guard filter[Int(truncatingIfNeeded: hash &>> filterShift)] & mask == mask else {
      return Self.none
    }
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while true {
      let word = slots[slot]
      if word >> 24 == key { return UInt32(truncatingIfNeeded: word) & Self.none }
      if word == .max { return Self.none }
      slot = (slot &+ 1) & self.mask
    }
  }

  /// What a pair of that rank becomes.
  @inline(__always)
  func symbol(ofRank rank: UInt32) -> UInt32 { ranksAreSymbols ? rank : merged[Int(rank)] }

  @inline(__always)
  private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) &<< 20 | UInt64(right)
  }

  /// Two bits of a word of the filter.
  @inline(__always)
  private static func filterMask(_ hash: UInt64) -> UInt64 {
    1 &<< (hash &>> 32) | 1 &<< (hash &>> 38)
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}
