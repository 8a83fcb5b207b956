public import CTamisKernels

/// A growable run of bytes with readable slack behind its end.
///
/// Every reader fills one and every writer drains one. Unlike `[UInt8]` it never zeroes what is about
/// to be overwritten, and it keeps `slack` readable bytes behind `count`, so that the kernels may look
/// at whole blocks. The first byte behind the content is zero whenever `terminate()` was called last.
public struct ByteBuffer: ~Copyable {
  /// Bytes that may be read, and overwritten with anything, behind `capacity`.
  public static var slack: Int { Int(TAMIS_SLACK) }

  @usableFromInline var storage: UnsafeMutablePointer<UInt8>
  /// Bytes of content.
  public private(set) var count: Int
  /// Content bytes that fit without another allocation.
  public private(set) var capacity: Int

  /// An empty buffer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 0) {
    storage = .allocate(capacity: capacity + Self.slack)
    // Safety: the allocation is `capacity + slack` bytes; only the slack is touched here. Bytes
    // between `count` and `capacity` are written before they are counted as content.
    storage.initialize(repeating: 0, count: capacity + Self.slack)
    count = 0
    self.capacity = capacity
  }

  /// A copy of `bytes`.
  public init(_ bytes: some Sequence<UInt8>) {
    self.init(Array(bytes))
  }

  /// A copy of `bytes`.
  public init(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    append(bytes)
  }

  deinit { storage.deallocate() }

  /// The first byte; valid until the buffer grows or ends.
  @inlinable public var base: UnsafeMutablePointer<UInt8> { storage }

  /// The content; valid until the buffer grows or ends.
  @inlinable public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: storage, count: count)
  }

  /// The content from `range`; valid until the buffer grows or ends.
  @inlinable public func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the buffer")
    return UnsafeRawBufferPointer(start: storage + range.lowerBound, count: range.count)
  }

  /// A copy of the content.
  public var array: [UInt8] { Array(bytes) }

  /// Makes room for `extra` more bytes and the slack behind them, and gives the place to write them.
  ///
  /// Follow with `advance(by:)`.
  @inlinable
  public mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity - count < extra { grow(by: extra) }
    return storage + count
  }

  /// Counts `written` bytes, that were put where `reserve` said, as content.
  @inlinable
  public mutating func advance(by written: Int) {
    precondition(written >= 0 && written <= capacity - count, "advanced past the reserved bytes")
    setCount(count + written)
  }

  @usableFromInline mutating func setCount(_ newCount: Int) { count = newCount }

  @usableFromInline
  @inline(never)
  mutating func grow(by extra: Int) {
    let newCapacity = max(count + extra, min(capacity * 2, capacity + (64 << 20)), 256)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.slack)
    // Safety: both allocations hold `count` bytes, and the new one has its slack at the end.
    grown.update(from: storage, count: count)
    (grown + newCapacity).initialize(repeating: 0, count: Self.slack)
    storage.deallocate()
    storage = grown
    capacity = newCapacity
  }

  @inlinable
  public mutating func append(_ byte: UInt8) {
    reserve(1).pointee = byte
    setCount(count + 1)
  }

  @inlinable
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    // Safety: `reserve` made room for exactly these bytes.
    memcpy(reserve(bytes.count), source, bytes.count)
    setCount(count + bytes.count)
  }

  @inlinable
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  @inlinable
  public mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends the UTF-8 of `text`.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends `value` in decimal.
  public mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { scratch in
      var start = 24
      repeat {
        start -= 1
        scratch[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(scratch)[start...]))
    }
  }

  /// Forgets the content from `newCount` on.
  @inlinable
  public mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "cannot truncate to more than there is")
    setCount(newCount)
  }

  /// Forgets the content and keeps the memory, unless it has grown past `limit` bytes.
  public mutating func removeAll(keepingUpTo limit: Int = .max) {
    if capacity > limit { self = ByteBuffer(capacity: limit) }
    count = 0
  }

  /// Forgets the first `n` bytes and moves the others to the front.
  public mutating func removeFirst(_ n: Int) {
    precondition(n >= 0 && n <= count, "cannot remove more than there is")
    memmove(storage, storage + n, count - n)
    count -= n
  }

  /// Puts a zero byte behind the content, so that scanners find a stop byte there.
  public mutating func terminate() {
    // Safety: the slack behind `capacity` is at least one byte.
    storage[count] = 0
  }
}
