import TamisCore

/// Gives the parser the bytes of the document, and notices when it holds on to too many of them.
///
/// The parser asks for 4,000 bytes at a time and takes fewer to mean that the end is near, so each
/// request is met in full whatever the reader below gives.
struct XMLFeed: ~Copyable {
  private static let blockSize = 64 << 10

  // Safety: allocated by `init`, freed by `deinit`, never handed out.
  private let block: UnsafeMutableRawBufferPointer
  private var reader: (any ByteReader)?
  private var unread = 0..<0
  private var isAtEnd = false
  private let tokenLimit: Int
  /// Bytes that the parser has been given.
  private(set) var bytesGiven = 0
  /// Bytes that it had been given when it last called back.
  private var bytesAtEvent = 0
  /// Why the reader could not go on.
  private(set) var error: InputError?

  init(tokenLimit: Int) {
    self.tokenLimit = tokenLimit
    block = .allocate(byteCount: Self.blockSize, alignment: 64)
  }

  deinit { block.deallocate() }

  /// Starts on another document.
  mutating func begin(_ reader: any ByteReader) {
    self.reader = reader
    unread = 0..<0
    isAtEnd = false
    bytesGiven = 0
    bytesAtEvent = 0
    error = nil
  }

  /// Says that the parser has got to somewhere.
  @inline(__always)
  mutating func noteEvent() { bytesAtEvent = bytesGiven }

  /// Bytes of what the parser is reading and has not called back about.
  var heldBytes: Int { bytesGiven - bytesAtEvent }
  /// True when that is more than one thing of a document may have.
  var isTokenTooLong: Bool { heldBytes > tokenLimit }
  /// The most bytes that one thing of a document may have.
  var longestToken: Int { tokenLimit }

  /// Makes the document end here.
  mutating func end() {
    isAtEnd = true
    unread = 0..<0
  }

  /// Fills `buffer`; fewer bytes only at the end or at an error.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count, refill() {
      let size = min(buffer.count - filled, unread.count)
      let part = unread.lowerBound..<unread.lowerBound + size
      UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: block[part]))
      unread = part.upperBound..<unread.upperBound
      filled += size
    }
    bytesGiven += filled
    return filled
  }

  private mutating func refill() -> Bool {
    if !unread.isEmpty { return true }
    guard !isAtEnd, let reader else { return false }
    do throws(InputError) {
      unread = 0..<(try reader.read(into: block))
    } catch {
      self.error = error
    }
    if unread.isEmpty { isAtEnd = true }
    return !isAtEnd
  }
}
