#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// True when the bytes are those of `text`.
  @inline(__always)
  func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, text.utf8Start, count) == 0
  }

  /// True when the bytes are those of `other`.
  @inline(__always)
  func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let baseAddress, let start = other.baseAddress else { return true }
    return memcmp(baseAddress, start, count) == 0
  }

  /// Offset of the first `byte` from `start` on.
  @inline(__always)
  func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count, let baseAddress else { return nil }
    guard let found = memchr(baseAddress + start, Int32(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - baseAddress
  }

  /// How many line feeds there are.
  var lineFeedCount: Int {
    var count = 0
    var at = 0
    while let found = firstOffset(of: 0x0A, from: at) {
      count += 1
      at = found + 1
    }
    return count
  }

  /// True when the bytes from `offset` on start with `prefix`.
  func starts(with prefix: [UInt8], at offset: Int) -> Bool {
    guard offset + prefix.count <= count else { return false }
    return zip(self[offset...], prefix).allSatisfy { $0 == $1 }
  }
}
