import CZlib

/// Inflates gzip members with zlib (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952).
struct ZlibDecompressor: Decompressor {
  private let stream: ZlibStream

  init() { stream = ZlibStream() }

  mutating func inflate(
    from input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int, status: DecompressorStatus) {
    let z = stream.pointer
    // Safety: zlib reads at most `avail_in` bytes and writes at most `avail_out`; both buffers
    // outlive the call. It never writes through `next_in`.
    z.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    z.pointee.avail_in = UInt32(input.count)
    z.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    z.pointee.avail_out = UInt32(output.count)
    let result = CZlib.inflate(z, Z_NO_FLUSH)
    let consumed = input.count - Int(z.pointee.avail_in)
    let produced = output.count - Int(z.pointee.avail_out)
    switch result {
    case Z_OK, Z_BUF_ERROR: return (consumed, produced, .more)
    case Z_STREAM_END: return (consumed, produced, .endOfMember)
    default: return (consumed, produced, .failed(defect(z.pointee.msg)))
    }
  }

  mutating func reset() { inflateReset(stream.pointer) }

  private func defect(_ message: UnsafeMutablePointer<CChar>?) -> GzipDefect {
    switch message.map({ String(cString: $0) }) {
    case "incorrect data check": .wrongChecksum
    case "incorrect length check": .wrongLength
    case "incorrect header check", "unknown compression method": .notGzip
    default: .corrupt
    }
  }
}

/// Owns a `z_stream`, which must not move while zlib holds on to it.
private final class ZlibStream {
  let pointer: UnsafeMutablePointer<z_stream>

  init() {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: z_stream())
    // 15 bits of window, + 16: a gzip header and trailer, both checked by zlib.
    let result = tamis_inflate_init(pointer, 15 + 16)
    precondition(result == Z_OK, "zlib could not start: out of memory, or another major version")
  }

  deinit {
    inflateEnd(pointer)
    pointer.deallocate()
  }
}
