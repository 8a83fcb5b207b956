/// The 128-bit fingerprint of a run of bytes: XXH3 128-bit, byte-exact with xxHash 0.8.
///
/// Same bytes and same seed give the same hash on every platform and in every version of Tamis, so
/// it may be written to files. It is not a cryptographic hash: whoever chooses the bytes can make
/// two of them collide.
///
/// Algorithm: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>, "XXH3 Algorithm".
/// The four length classes live in ``XXH3Short`` (0...240 bytes) and ``XXH3Long`` (the rest).
public struct ContentHash: Hashable, Sendable {
  /// The low 64 bits.
  public var low: UInt64

  /// The high 64 bits.
  public var high: UInt64

  @inline(__always)
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Hashes `bytes`.
  ///
  /// Seed 0 is the unseeded XXH3; any other seed gives an independent hash function.
  ///
  /// - Complexity: O(n), without allocation.
  public init(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) {
    let count = bytes.count
    guard let start = bytes.baseAddress, count > 0 else {
      self = XXH3Short.hashEmpty(seed: seed)
      return
    }
    if count <= 16 {
      self = XXH3Short.hashUpTo16(start, count, seed: seed)
    } else if count <= 128 {
      self = XXH3Short.hash17To128(start, count, seed: seed)
    } else if count <= 240 {
      self = XXH3Short.hash129To240(start, count, seed: seed)
    } else {
      self = XXH3Long.hash(start, count, seed: seed)
    }
  }

  /// Hashes `bytes`.
  ///
  /// - Complexity: O(n), without allocation.
  public init(_ bytes: [UInt8], seed: UInt64 = 0) {
    // Safety: the buffer does not outlive the closure.
    self = bytes.withUnsafeBytes { ContentHash($0, seed: seed) }
  }

  /// The hash of this hash under `seed`: another draw of the same lot.
  public func seeded(_ seed: UInt64) -> ContentHash {
    withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { ContentHash($0, seed: seed) }
  }

  /// The hash as 32 lowercase hexadecimal digits, high half first: xxHash's canonical form.
  public var hex: String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: 32) { text in
      for index in 0..<32 {
        let half = index < 16 ? high : low
        let nibble = Int(truncatingIfNeeded: half >> UInt64(60 - 4 * (index & 15))) & 15
        // Safety: 0 <= index < 32 = the capacity asked for; `nibble` < 16 = the length of `digits`.
        text.initializeElement(at: index, to: digits.utf8Start[nibble])
      }
      return 32
    }
  }
}

extension ContentHash: CustomStringConvertible {
  /// The same as ``hex``.
  public var description: String { hex }
}
