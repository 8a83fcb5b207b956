/// The bytes of all tokens where lookups may read them: with readable bytes behind the last one.
final class TokenText: @unchecked Sendable {
  // Safety of @unchecked Sendable: nothing is written after `init`.
  /// Lookups read 32 bytes from the start of a piece.
  private static let slack = 64

  private let vocabulary: Vocabulary
  private let bytes: UnsafeMutablePointer<UInt8>

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    let all = vocabulary.allBytes
    bytes = .allocate(capacity: all.count + Self.slack)
    // Safety: the allocation holds all bytes and the slack.
    bytes.initialize(repeating: 0, count: all.count + Self.slack)
    all.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { bytes.update(from: start, count: all.count) }
    }
  }

  deinit { bytes.deallocate() }

  /// A token, behind whose first byte 32 may be read; of length 0 for an id without one.
  @inline(__always)
  subscript(id: TokenID) -> (start: UnsafePointer<UInt8>, length: Int) {
    guard let range = vocabulary.range(of: id) else { return (UnsafePointer(bytes), 0) }
    return (UnsafePointer(bytes + range.lowerBound), range.count)
  }
}
