/// Something that inflates a compressed stream block by block.
///
/// `ZlibDecompressor` is the one that is always there; a faster library takes its place by conforming.
protocol Decompressor {
  /// Inflates from `input` to `output`: how much of each was used, and whether the member ended.
  mutating func inflate(
    from input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int, status: DecompressorStatus)

  /// Gets ready for the next member of the same file.
  mutating func reset()
}

/// What a decompressor has to say after a block.
enum DecompressorStatus {
  case more
  case endOfMember
  case failed(GzipDefect)
}

/// What is wrong with a gzip file.
public enum GzipDefect: Equatable, Sendable, CustomStringConvertible {
  case notGzip
  case truncated
  case corrupt
  case wrongChecksum
  case wrongLength
  case trailingGarbage

  public var description: String {
    switch self {
    case .notGzip: "not a gzip file"
    case .truncated: "the gzip data ends early"
    case .corrupt: "corrupt gzip data"
    case .wrongChecksum: "the gzip checksum does not match the data"
    case .wrongLength: "the gzip length does not match the data"
    case .trailingGarbage: "something follows the end of the gzip data"
    }
  }
}
