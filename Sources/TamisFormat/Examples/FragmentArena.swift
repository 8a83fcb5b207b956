public import TamisCore

/// Memory for values that are in no record and have to be made: an Alpaca prompt of two fields, an
/// object written as a JSON string.
///
/// What has been made never moves, so that fragments may point to it while more is made. The memory
/// grows in chunks; `removeAll` keeps the first for the next example. No value is made twice its
/// size at once: each is put together in a buffer and then copied to where it stays.
public final class FragmentArena {
  private struct Chunk {
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int
    var count = 0
  }

  private static let chunkSize = 64 << 10

  // Safety: nothing that is called while one of these is in use comes back to the arena but `write`
  // of `make`, and that one is given its buffer.
  @exclusivity(unchecked) private var chunks: [Chunk] = []
  @exclusivity(unchecked) private var scratch = ByteBuffer()

  public init() {}

  deinit {
    for chunk in chunks { chunk.base.deallocate() }
  }

  /// Forgets all values. Fragments that point to them are no longer good.
  public func removeAll() {
    while chunks.count > 1 { chunks.removeLast().base.deallocate() }
    if chunks.count == 1 {
      if chunks[0].capacity > Self.chunkSize * 16 {
        chunks.removeLast().base.deallocate()
      } else {
        chunks[0].count = 0
      }
    }
  }

  /// A value of which `write` appends the bytes: all of the JSON, quotes included. `write` must not
  /// make another value.
  public func make(_ kind: JSONKind, _ write: (inout ByteBuffer) -> Void) -> JSONFragment {
    scratch.removeAll(keepingUpTo: 1 << 20)
    write(&scratch)
    return JSONFragment(store(scratch.bytes), kind: kind, isEscaped: kind == .string)
  }

  /// A string of which `write` appends what stands between the quotes, as it is written in JSON.
  public func makeString(_ write: (inout ByteBuffer) -> Void) -> JSONFragment {
    make(.string) { output in
      output.append(UInt8(ascii: "\""))
      write(&output)
      output.append(UInt8(ascii: "\""))
    }
  }

  /// `json` as a string that holds it: `{"a":1}` becomes `"{\"a\":1}"`.
  public func makeString(holding json: UnsafeRawBufferPointer) -> JSONFragment {
    make(.string) { JSONString.encode(json, into: &$0) }
  }

  private func store(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    if chunks.last.map({ $0.capacity - $0.count < bytes.count }) ?? true {
      // The slack lets the scanner and the kernels look at whole blocks.
      let capacity = max(bytes.count, Self.chunkSize)
      let base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + ByteBuffer.slack)
      base.initialize(repeating: 0, count: capacity + ByteBuffer.slack)
      chunks.append(Chunk(base: base, capacity: capacity))
    }
    let last = chunks.count - 1
    let place = chunks[last].base + chunks[last].count
    let target = UnsafeMutableRawBufferPointer(start: place, count: bytes.count)
    // Safety: the last chunk has room for these bytes.
    target.copyMemory(from: bytes)
    chunks[last].count += bytes.count
    return UnsafeRawBufferPointer(target)
  }
}
