/// The number of a token in its vocabulary.
public typealias TokenID = UInt32

/// A growable flat run of token ids, and on request of where each token ends in the text.
///
/// An encoder appends to it; nothing is allocated while the content fits. Offsets are kept as ends
/// alone: a token starts where the one before it ends, so that the tokens of a text partition its
/// bytes whatever a normalizer did in between.
public struct TokenBuffer: ~Copyable {
  @usableFromInline private(set) var storage: UnsafeMutablePointer<TokenID>
  @usableFromInline private(set) var endStorage: UnsafeMutablePointer<UInt32>?
  /// Ids that fit without another allocation.
  public private(set) var capacity: Int
  /// Tokens in the buffer.
  public private(set) var count = 0

  /// An empty buffer for `capacity` ids; with `offsets`, each id comes with its end.
  public init(capacity: Int = 1024, offsets: Bool = false) {
    self.capacity = max(capacity, 16)
    storage = Self.allocate(self.capacity)
    endStorage = offsets ? .allocate(capacity: self.capacity) : nil
  }

  deinit {
    Self.free(storage, capacity)
    endStorage?.deallocate()
  }

  /// Ids of large texts lie on huge pages: with small ones the system takes longer to give the memory
  /// than an encoder to fill it.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<TokenID> {
    let words = PageMemory.allocate(words: (capacity + 1) / 2, filledWith: 0)
    // Safety: the memory is for ids alone, two a word.
    return UnsafeMutableRawPointer(words).bindMemory(to: TokenID.self, capacity: capacity)
  }

  private static func free(_ storage: UnsafeMutablePointer<TokenID>, _ capacity: Int) {
    // Safety: `allocate` gave so many words here.
    let words = UnsafeMutableRawPointer(storage).assumingMemoryBound(to: UInt64.self)
    PageMemory.free(words, count: (capacity + 1) / 2)
  }

  /// True when the buffer also keeps where tokens end.
  @inlinable public var recordsOffsets: Bool { endStorage != nil }

  /// The ids; valid until the buffer grows or ends.
  public var ids: UnsafeBufferPointer<TokenID> {
    UnsafeBufferPointer(start: storage, count: count)
  }

  /// Where each token ends: bytes of the source text, counted from its start. Empty without offsets.
  public var ends: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: endStorage, count: endStorage == nil ? 0 : count)
  }

  /// A copy of the ids.
  public var array: [TokenID] { Array(ids) }

  /// Appends `id`, whose token ends at byte `end` of the source.
  public mutating func append(_ id: TokenID, endingAt end: Int) {
    let place = reserve(1)
    place.pointee = id
    endStorage?[count] = UInt32(truncatingIfNeeded: end)
    count &+= 1
  }

  /// Forgets the tokens from `newCount` on, and keeps the memory.
  public mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "cannot truncate to more than there is")
    count = newCount
  }

  /// Forgets all tokens, and keeps the memory.
  public mutating func removeAll() { count = 0 }

  /// Makes room for `extra` more ids and gives the place to write them; `advance(by:)` counts them.
  @inline(__always)
  mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<TokenID> {
    if capacity &- count < extra { grow(by: extra) }
    return storage + count
  }

  /// Where the next id goes.
  @inline(__always)
  var end: UnsafeMutablePointer<TokenID> { storage + count }

  /// Counts `written` ids, that were put where `reserve` said. With offsets, `setEnd` follows for each.
  @inline(__always)
  mutating func advance(by written: Int) {
    assert(written >= 0 && written <= capacity - count)
    count &+= written
  }

  /// Says where the token at `index` ends, in a buffer with offsets.
  @inline(__always)
  mutating func setEnd(_ end: Int, at index: Int) {
    assert(index < count)
    endStorage?[index] = UInt32(truncatingIfNeeded: end)
  }

  @inline(never)
  private mutating func grow(by extra: Int) {
    let newCapacity = max(count + extra, min(capacity * 2, capacity + (64 << 20)))
    // Safety: both allocations hold `count` ids.
    let grown = Self.allocate(newCapacity)
    grown.update(from: storage, count: count)
    Self.free(storage, capacity)
    storage = grown
    if let old = endStorage {
      let grownEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: newCapacity)
      grownEnds.update(from: old, count: count)
      old.deallocate()
      endStorage = grownEnds
    }
    capacity = newCapacity
  }
}
