import CTamisKernels

/// The tokens of a model: bytes ↔ ids.
///
/// Keys are bytes, never `String`: two tokens that are canonically equivalent are two tokens. The
/// bytes of all tokens lie in one arena; an open-addressed table of ids finds them, so that loading
/// 200,000 tokens allocates a handful of times.
public struct Vocabulary: Sendable {
  private var arena: [UInt8] = []
  /// Where the bytes of an id lie; `count` is `absent` for ids that have no token.
  private var places: [Place] = []
  /// id + 1, or 0 for an empty slot.
  private var slots: [UInt32] = []
  /// Ids that have a token.
  public private(set) var tokenCount = 0
  /// Bytes of the longest token.
  public private(set) var longestToken = 0

  private struct Place {
    var offset: UInt32
    var count: UInt32
    static let absent: UInt32 = .max
  }

  /// An empty vocabulary with room for `tokens` tokens of `bytes` bytes together.
  public init(tokens: Int = 0, bytes: Int = 0) {
    places.reserveCapacity(tokens)
    arena.reserveCapacity(bytes)
    rehash(capacity: tokens)
  }

  /// One more than the highest id: the size of the model's embedding, holes included.
  public var count: Int { places.count }

  /// Gives `bytes` the id `id`; returns false, and changes nothing, when either is taken.
  @discardableResult
  public mutating func insert(_ bytes: UnsafeRawBufferPointer, id: TokenID) -> Bool {
    if tokenCount * 2 >= slots.count { rehash(capacity: max(tokenCount * 2, 64)) }
    if Int(id) < places.count && places[Int(id)].count != Place.absent { return false }
    let slot = self.slot(of: bytes)
    guard slots[slot] == 0 else { return false }
    while places.count <= Int(id) { places.append(Place(offset: 0, count: Place.absent)) }
    places[Int(id)] = Place(
      offset: UInt32(truncatingIfNeeded: arena.count),
      count: UInt32(truncatingIfNeeded: bytes.count))
    arena.append(contentsOf: bytes)
    slots[slot] = id &+ 1
    tokenCount += 1
    longestToken = max(longestToken, bytes.count)
    return true
  }

  /// Gives `bytes` the id `id`; returns false, and changes nothing, when either is taken.
  @discardableResult
  public mutating func insert(_ bytes: [UInt8], id: TokenID) -> Bool {
    bytes.withUnsafeBytes { insert($0, id: id) }
  }

  /// The same tokens, each with an id that is `offset` higher.
  ///
  /// - Complexity: O(tokens); nothing is hashed or compared.
  func shifted(by offset: TokenID) -> Vocabulary {
    var shifted = self
    shifted.places.insert(
      contentsOf: repeatElement(Place(offset: 0, count: Place.absent), count: Int(offset)), at: 0)
    for slot in slots.indices where slots[slot] != 0 { shifted.slots[slot] = slots[slot] &+ offset }
    return shifted
  }

  /// The id of the token that is exactly `bytes`.
  public func id(of bytes: UnsafeRawBufferPointer) -> TokenID? {
    guard !slots.isEmpty else { return nil }
    let found = slots[slot(of: bytes)]
    return found == 0 ? nil : found &- 1
  }

  /// The id of the token that is exactly `bytes`.
  public func id(of bytes: [UInt8]) -> TokenID? {
    bytes.withUnsafeBytes { id(of: $0) }
  }

  /// The bytes of a token; `nil` for an id without one.
  public subscript(id: TokenID) -> ArraySlice<UInt8>? {
    guard let range = range(of: id) else { return nil }
    return arena[range]
  }

  /// How many bytes a token has; 0 for an id without one.
  public func length(of id: TokenID) -> Int { range(of: id)?.count ?? 0 }

  /// Lends the bytes of a token to `body`; none for an id without one.
  @inline(__always)
  public func withBytes<Result>(
    of id: TokenID, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let range = range(of: id) ?? 0..<0
    return arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The bytes of all tokens, one behind the other; `range(of:)` says where each lies.
  var allBytes: [UInt8] { arena }

  /// Where the bytes of a token lie in `allBytes`; `nil` for an id without one.
  func range(of id: TokenID) -> Range<Int>? {
    guard Int(id) < places.count else { return nil }
    let place = places[Int(id)]
    guard place.count != Place.absent else { return nil }
    return Int(place.offset)..<Int(place.offset) + Int(place.count)
  }

  /// The slot that holds `bytes`, or the empty one where they belong.
  private func slot(of bytes: UnsafeRawBufferPointer) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & mask
    while slots[slot] != 0 {
      let place = places[Int(slots[slot] &- 1)]
      if Int(place.count) == bytes.count {
        let same = arena.withUnsafeBytes { all in
          // Safety: `place` was cut out of the arena when it was filled.
          bytes.isEmpty
            || tamis_same_bytes(
              all.baseAddress.unsafelyUnwrapped + Int(place.offset),
              bytes.baseAddress.unsafelyUnwrapped, bytes.count)
        }
        if same { return slot }
      }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private mutating func rehash(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    guard size > slots.count else { return }
    slots = [UInt32](repeating: 0, count: size)
    for (id, place) in places.enumerated() where place.count != Place.absent {
      var slot = withBytes(of: TokenID(id)) { Int(truncatingIfNeeded: Self.hash($0)) } & (size - 1)
      while slots[slot] != 0 { slot = (slot &+ 1) & (size - 1) }
      slots[slot] = UInt32(id) &+ 1
    }
  }

  /// Multiply-and-fold over words of 8 bytes, the last of which may take in bytes of the one before.
  /// Good enough for tokens; nobody's text is hashed with it.
  @inline(__always)
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    guard count > 0, let base = bytes.baseAddress else { return 0 }
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    // Safety: each load ends at or before byte `count`.
    if count < 8 {
      let word: UInt64
      if count >= 4 {
        let first = base.loadUnaligned(as: UInt32.self)
        let last = base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
        word = UInt64(first) &<< 32 | UInt64(last)
      } else {
        let (first, middle, last) = (bytes[0], bytes[count / 2], bytes[count &- 1])
        word = UInt64(first) &<< 16 | UInt64(middle) &<< 8 | UInt64(last)
      }
      return fold(state ^ word)
    }
    var at = 0
    while at &+ 8 < count {
      state = fold(state ^ base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at &+= 8
    }
    return fold(state ^ base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
  }

  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
