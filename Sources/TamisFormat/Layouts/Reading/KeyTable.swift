/// Finds the `KnownKey` of a key's bytes.
///
/// An open-addressing table over the first 24 bytes, in three words: no known key is longer, and the
/// texts that are looked up have that many readable bytes behind them (`ByteBuffer.slack`), so
/// nothing is hashed or compared byte by byte.
final class KeyTable: Sendable {
  static let shared = KeyTable()

  /// The longest key that is known, in bytes.
  private static let longest = 24

  private struct Entry {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var count = 0
    var key: KnownKey?
  }

  private let entries: [Entry]

  private init() {
    var entries = [Entry](repeating: Entry(), count: 512)
    for key in KnownKey.allCases {
      for spelling in key.spellings {
        let count = spelling.utf8CodeUnitCount
        precondition(count <= Self.longest, "a key is longer than the table holds")
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        for index in 0..<count { bytes[index] = spelling.utf8Start[index] }
        let words = bytes.withUnsafeBytes { Self.words(at: $0.baseAddress, count) }
        var slot = Self.slot(words.0, count)
        while entries[slot].key != nil { slot = (slot + 1) & 511 }
        entries[slot] = Entry(words: words, count: count, key: key)
      }
    }
    self.entries = entries
  }

  /// The key that is written as the `count` bytes at `start`, of which 24 can be read.
  @inline(__always)
  func key(at start: UnsafeRawPointer, _ count: Int) -> KnownKey? {
    guard count <= Self.longest else { return nil }
    let words = Self.words(at: start, count)
    var slot = Self.slot(words.0, count)
    while true {
      let entry = entries[slot]
      guard let key = entry.key else { return nil }
      if entry.words == words, entry.count == count { return key }
      slot = (slot + 1) & 511
    }
  }

  @inline(__always)
  private static func words(
    at start: UnsafeRawPointer?, _ count: Int
  ) -> (UInt64, UInt64, UInt64) {
    guard let start else { return (0, 0, 0) }
    @inline(__always) func word(_ offset: Int) -> UInt64 {
      let rest = count - offset
      if rest <= 0 { return 0 }
      // Safety: 24 bytes are readable; those behind the key are masked out.
      let all = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      return rest >= 8 ? all : all & (1 << UInt64(rest * 8) - 1)
    }
    return (word(0), word(8), word(16))
  }

  @inline(__always)
  private static func slot(_ word: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: ((word ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) >> 55)
  }
}
