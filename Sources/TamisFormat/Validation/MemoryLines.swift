import TamisCore

/// A file that is in memory, decoded and cut into batches as a pipeline's source would do it.
struct MemoryLines {
  private let path: String
  private var text: [UInt8] = []
  /// Why the text ends before the file does.
  private(set) var failure: Finding?

  /// The lines of `bytes`, decoded by their byte-order mark.
  init(_ bytes: [UInt8], _ facts: FileFacts) {
    path = facts.path
    guard let mark = facts.byteOrderMark else {
      text = bytes
      return
    }
    if mark.encoding == "UTF-8" {
      text = Array(bytes.dropFirst(mark.length))
      return
    }
    do throws(InputError) {
      let source = MemoryReader(Array(bytes.dropFirst(mark.length)))
      try readAll(TranscodingReader(source, encoding: mark.encoding, path: path))
    } catch {
      failure = Finding(
        .invalidUTF8, .error, at: SourceLocation(file: path), error.description)
    }
  }

  private mutating func readAll(_ reader: any ByteReader) throws(InputError) {
    let size = 256 << 10
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { block.deallocate() }
    while true {
      let count = try reader.read(into: block)
      if count == 0 { return }
      // Safety: the reader has written the first `count` bytes of the block.
      text.append(contentsOf: block[..<count])
    }
  }

  /// Calls `body` with batch after batch of whole lines.
  func forEachBatch(_ body: (RecordBatch) -> Void) {
    let batch = RecordBatch()
    var start = 0
    var line = 1
    text.withUnsafeBytes { text in
      while start < text.count {
        let wanted = min(start + BatchEmitter.defaultBatchSize, text.count) - 1
        let end = text.firstOffset(of: 0x0A, from: wanted).map { $0 + 1 } ?? text.count
        let lines = UnsafeRawBufferPointer(rebasing: text[start..<end])
        batch.reset()
        batch.file = path
        batch.firstLine = line
        batch.firstOffset = start
        batch.text.append(lines)
        body(batch)
        line += lines.lineFeedCount
        start = end
      }
    }
  }
}
