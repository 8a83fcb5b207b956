import CZlib

/// Compresses what is written as one gzip member, at zlib's default level.
///
/// The header carries no time and no name, so that the same bytes give the same file.
public final class GzipWriter: ByteWriter {
  private let target: any ByteWriter
  private let path: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var output = [UInt8](repeating: 0, count: 256 << 10)

  /// A writer that puts the compressed bytes into `target`; `path` is for messages.
  public init(_ target: any ByteWriter, path: String) {
    self.target = target
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let result = tamis_deflate_init(stream, Z_DEFAULT_COMPRESSION, 15 + 16)
    precondition(result == Z_OK, "zlib could not start: out of memory, or another major version")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      try deflate(part, flush: Z_NO_FLUSH)
      rest = rest.dropFirst(part.count)
    }
  }

  public func finish() throws(OutputError) {
    try deflate(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH)
    try target.finish()
  }

  public func abandon() { target.abandon() }

  private func deflate(_ part: UnsafeRawBufferPointer, flush: Int32) throws(OutputError) {
    // Safety: zlib reads `avail_in` bytes of `part` and writes `avail_out` bytes of `output`, both of
    // which outlive each call.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: part.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(part.count)
    var produced = 0
    repeat {
      output.withUnsafeMutableBytes { space in
        stream.pointee.next_out = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(space.count)
        _ = CZlib.deflate(stream, flush)
        produced = space.count - Int(stream.pointee.avail_out)
      }
      try target.write(Array(output[..<produced]))
    } while produced == output.count
  }
}
