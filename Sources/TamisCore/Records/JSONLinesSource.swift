import CTamisKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads records from JSON Lines: one JSON object a line, lines ended by a line feed.
///
/// Only bytes 0x0A end a line; U+2028 is content. The lines are cut here and looked into later, in
/// parallel. Memory: a batch, or the longest line up to the record limit; a line past it is rejected
/// and passed over without being held.
public struct JSONLinesSource: RecordSource {
  public let name: String
  private let inputs: [Input]

  /// A source of the records in `inputs`, one after the other; `name` is the verb that reads them.
  public init(_ inputs: [Input], name: String = "read") {
    self.inputs = inputs
    self.name = name
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs {
      try Self.read(try input.open(), file: input.path, into: emitter)
    }
  }

  /// Reads the records of one input that is open already.
  public static func read(
    _ reader: any ByteReader, file: String, into emitter: BatchEmitter
  ) throws {
    try emitter.begin(file: file)
    try LineCutter(reader: reader, emitter: emitter).run()
  }
}

/// Cuts one input into batches of whole lines.
private final class LineCutter {
  private let reader: any ByteReader
  private let emitter: BatchEmitter
  private var line = 1
  private var offset = 0
  /// How many bytes of the batch are known to hold no line end.
  private var searched = 0

  init(reader: any ByteReader, emitter: BatchEmitter) {
    self.reader = reader
    self.emitter = emitter
  }

  func run() throws {
    emitter.batch.recordLimit = emitter.recordLimit
    while try readBlock() {
      if let end = lastLineEnd() {
        try sendLines(upTo: end)
      } else if emitter.batch.text.count > emitter.recordLimit {
        try passOverLongLine()
      }
    }
    try emitter.flush()
  }

  /// Reads on until the batch is full or the input ends; false when nothing came.
  private func readBlock() throws -> Bool {
    let wanted = max(emitter.batchSize - emitter.batch.text.count, emitter.batchSize / 2, 1)
    var total = 0
    while total < wanted {
      let space = emitter.batch.text.reserve(wanted - total)
      // Safety: `reserve` made room for this many bytes.
      let size = try reader.read(
        into: UnsafeMutableRawBufferPointer(start: space, count: wanted - total))
      if size == 0 { break }
      emitter.batch.text.advance(by: size)
      total += size
      // A pipe that gives a little at a time is answered at once.
      if size < 64 << 10, total < 64 << 10, memchr(space, 0x0A, size) != nil { break }
    }
    return total > 0
  }

  /// The place behind the last line feed in the batch. A line of many blocks is looked at once.
  private func lastLineEnd() -> Int? {
    let text = emitter.batch.text.bytes(searched..<emitter.batch.text.count)
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    let end = tamis_behind_last_line_feed(base, text.count)
    defer { searched += text.count }
    return end == 0 ? nil : searched + end
  }

  private func sendLines(upTo end: Int) throws {
    let batch = emitter.batch
    batch.firstLine = line
    batch.firstOffset = offset
    line += tamis_count_line_feeds(batch.text.base, end)
    offset += end
    let rest = Array(batch.text.bytes(end..<batch.text.count))
    batch.text.truncate(to: end)
    try emitter.flush()
    emitter.batch.recordLimit = emitter.recordLimit
    emitter.batch.firstLine = line
    emitter.batch.firstOffset = offset
    emitter.batch.text.append(rest)
    searched = rest.count
  }

  /// Leaves out a line that is longer than a record may be.
  private func passOverLongLine() throws {
    var length = emitter.batch.text.count
    emitter.batch.text.truncate(to: 0)
    var isEnded = false
    while !isEnded, try readBlock() {
      let text = emitter.batch.text.bytes
      if let lineFeed = text.firstIndex(of: 0x0A) {
        let end = lineFeed + 1
        emitter.batch.text.removeFirst(end)
        length += end
        isEnded = true
      } else {
        length += text.count
        emitter.batch.text.truncate(to: 0)
      }
    }
    emitter.batch.rejectLongLine(length - (isEnded ? 1 : 0), line: line, offset: offset)
    emitter.batch.bytesPassedOver += length
    searched = 0
    line += 1
    offset += length
    emitter.batch.firstLine = line
    emitter.batch.firstOffset = offset
  }
}
