import CTamisKernels

/// Piece → ids, for pieces that are too long for a `PieceTable`: long words, runs of letters of
/// languages without spaces, white space.
///
/// Holds copies of the pieces and compares them, so that it is exact; a hash only says where to look.
/// Bounded: when it is full it forgets everything. What it holds changes no id.
struct PieceMemo: ~Copyable {
  /// The longest piece that is held.
  static let longestPiece = 512
  /// Words of 4 bytes that pieces and ids may take together.
  private static let arenaLimit = 3 << 20
  /// Words behind an entry that may be read with it.
  private static let slack = 16
  private static let slotLimit = 1 << 18

  private struct Slot {
    /// 0 for an empty slot.
    var hash: UInt64 = 0
    /// Where the entry starts in the arena: the bytes of the piece, how many they are, the ids likewise.
    var place = 0
  }

  private var slots: UnsafeMutablePointer<Slot>?
  private var slotCount = 0
  private var arena: UnsafeMutablePointer<UInt32>?
  private var memory: UnsafeMutablePointer<UInt64>?
  private var arenaCount = 0
  private var count = 0

  deinit {
    slots?.deallocate()
    if let memory { PageMemory.free(memory, count: Self.arenaLimit / 2) }
  }

  /// Asks for the slot of a piece, which is looked at soon.
  @inline(__always)
  func prepare(hash: UInt64) {
    if let slots { tamis_prefetch(slots + Int(truncatingIfNeeded: hash) & (slotCount &- 1)) }
  }

  /// Asks for the ids of a piece, which are looked at soon; the place goes to `result`.
  @inline(__always)
  func place(hash: UInt64) -> Int {
    guard let slots else { return -1 }
    var index = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
    // Safety: the index is below the number of slots, of which half are empty.
    while slots[index].hash != hash {
      if slots[index].hash == 0 { return -1 }
      index = (index &+ 1) & (slotCount &- 1)
    }
    let place = slots[index].place
    if let arena { tamis_prefetch(arena + place) }
    return place
  }

  /// What is held for the piece; good until something is inserted. `place` is where the piece with its
  /// hash lies, negative where there is none.
  ///
  /// Safety: `piece` has `length` readable bytes.
  @inline(__always)
  func result(_ piece: UnsafePointer<UInt8>, _ length: Int, at place: Int) -> PieceTable.Result {
    guard place >= 0, let arena else { return .unknown }
    // Safety: `insert` wrote the entry whole, with its two counts.
    let entry = arena + place
    guard entry[0] == UInt32(truncatingIfNeeded: length),
      tamis_same_bytes(entry + 1, piece, length)
    else { return .unknown }
    return PieceTable.Result(spill: UnsafePointer(entry) + 1 + (length &+ 3) / 4)
  }

  /// True when nothing more is held until `forget`.
  private(set) var isFull = false

  /// Makes room by forgetting everything. Results from before are void.
  mutating func forget() {
    isFull = false
    arenaCount = 0
    count = 0
    slots?.update(repeating: Slot(), count: slotCount)
  }

  /// Notes the ids of a piece that is not held, if there is room. Results from before stay good.
  mutating func insert(
    _ piece: UnsafePointer<UInt8>, _ length: Int, hash: UInt64,
    _ ids: Slice<UnsafeBufferPointer<TokenID>>
  ) {
    let words = 2 + (length + 3) / 4 + ids.count
    if arenaCount + words + Self.slack > Self.arenaLimit || count * 2 >= Self.slotLimit {
      isFull = true
      return
    }
    if count * 2 >= slotCount { grow() }
    let entry = arenaStart() + arenaCount
    // Safety: the arena has room for `words` more; the last word of the piece may be part of it.
    entry[0] = UInt32(truncatingIfNeeded: length)
    UnsafeMutableRawPointer(entry + 1).copyMemory(from: piece, byteCount: length)
    let spill = entry + 1 + (length + 3) / 4
    spill[0] = UInt32(truncatingIfNeeded: ids.count)
    for (index, id) in ids.enumerated() { spill[index + 1] = id }
    let place = arenaCount
    arenaCount += words
    put(Slot(hash: hash, place: place))
    count += 1
  }

  /// The arena, as large as it may get: what is not touched costs nothing.
  private mutating func arenaStart() -> UnsafeMutablePointer<UInt32> {
    if let arena { return arena }
    let words = PageMemory.allocate(words: Self.arenaLimit / 2, filledWith: 0)
    // Safety: the memory is for words of 4 bytes alone, two in each of 8.
    let start = UnsafeMutableRawPointer(words).bindMemory(
      to: UInt32.self, capacity: Self.arenaLimit)
    (memory, arena) = (words, start)
    return start
  }

  private func put(_ slot: Slot) {
    guard let slots else { return }
    let mask = slotCount - 1
    var index = Int(truncatingIfNeeded: slot.hash) & mask
    // Safety: the index is below the number of slots, of which half are empty.
    while slots[index].hash != 0 { index = (index &+ 1) & mask }
    slots[index] = slot
  }

  private mutating func grow() {
    let old = UnsafeBufferPointer(start: slots, count: slotCount)
    slotCount = max(slotCount * 4, 1 << 12)
    slots = .allocate(capacity: slotCount)
    slots?.initialize(repeating: Slot(), count: slotCount)
    for slot in old where slot.hash != 0 { put(slot) }
    old.baseAddress.map { UnsafeMutablePointer(mutating: $0).deallocate() }
  }

  /// A hash of the piece, never 0.
  ///
  /// Safety: `piece` has `length` readable bytes.
  @inline(__always)
  static func hash(_ piece: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let raw = UnsafeRawPointer(piece)
    var state = UInt64(truncatingIfNeeded: length) &* 0xD6E8_FEB8_6659_FD93
    var at = 0
    while at &+ 8 <= length {
      state = mix(state ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at &+= 8
    }
    // The last 8 bytes again, whichever of them were taken in before.
    state = mix(state ^ raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self))
    return state | 1
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
