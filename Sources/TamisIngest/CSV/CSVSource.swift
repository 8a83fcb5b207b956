import CTamisKernels
import TamisCore

/// Reads records from CSV or TSV files (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180).
///
/// Each row becomes an object of strings: `007` stays `007`. Delimiter, quote, line end and header are
/// sniffed where the options leave them open. A row that is ragged, badly quoted or not UTF-8 is
/// rejected with its place, and reading goes on behind its first line. Memory: a window of the file that
/// holds the longest row.
public struct CSVSource: RecordSource {
  public let name = "ingest"
  private let inputs: [Input]
  private let options: CSVOptions

  public init(_ inputs: [Input], options: CSVOptions = CSVOptions()) {
    self.inputs = inputs
    self.options = options
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs {
      let reader = Peeking(try input.open())
      try emitter.begin(file: input.path)
      let sample = try reader.peek(CSVSniffer.sampleSize)
      let isWhole = sample.count < CSVSniffer.sampleSize
      let sniffer = CSVSniffer(sample, isWhole: isWhole, options: options)
      let header = try CSVHeader(
        sample, after: sniffer.hintLength, dialect: sniffer.dialect, options: options,
        file: input.path)
      sniffer.evidence.forEach { emitter.note("\(input.path): \($0)") }
      guard let header else { continue }
      try CSVFile(
        reader: reader, file: input.path, dialect: sniffer.dialect, header: header,
        isOriginWanted: options.origin, emitter: emitter
      ).read()
    }
  }
}

/// The names of the columns, and where the first row of data starts.
struct CSVHeader {
  let columns: CSVColumns
  /// Bytes and lines before the first row of data.
  var length: Int
  var lines: Int

  /// The header in `sample`; `nil` where the file has no rows at all.
  init?(
    _ sample: [UInt8], after hint: Int, dialect: CSVDialect, options: CSVOptions, file: String
  ) throws(InputError) {
    let splitter = CSVRowSplitter(dialect: dialect)
    length = hint
    lines = hint > 0 ? 1 : 0
    var found: CSVRowSplitter.Row?
    while let row = splitter.row(sample[length...]) {
      if !row.isBlank {
        found = row
        break
      }
      length += row.length
      lines += row.lines
    }
    guard let row = found else { return nil }
    if !row.isEnded, sample.count >= CSVSniffer.sampleSize {
      throw InputError(
        path: file,
        kind: .format(
          "the first row does not end within \(CSVSniffer.sampleSize) bytes; is a quote not closed?",
          line: lines + 1, column: 1, offset: length))
    }
    let names = row.values.map { String(decoding: $0, as: UTF8.self) }
    columns = try CSVColumns(
      names: CSVColumns.names(
        header: dialect.hasHeader ? names : nil, count: names.count, options: options,
        file: file),
      fields: options.fields, file: file)
    if dialect.hasHeader {
      length += row.length
      lines += row.lines
    }
  }
}

/// One file on its way to records.
private final class CSVFile {
  private let reader: any ByteReader
  private let file: String
  private let parser: CSVRowParser
  private let emitter: BatchEmitter
  private let origin: OriginWriter

  /// The part of the file that is being looked at, and where it starts in the file.
  private var window = ByteBuffer(capacity: 1 << 20)
  private var windowOffset = 0
  /// Where the next row starts in the window, and on which line of the file.
  private var at = 0
  private var line: Int
  /// Up to where the window is known to be UTF-8.
  private var validEnd = 0
  private var isComplete = false
  private var rowsStart: Int

  /// Why a row stopped the loop.
  private enum Stop {
    case batchFull, needsMore, end
    case defect(CSVRowParser.Outcome)
  }

  init(
    reader: any ByteReader, file: String, dialect: CSVDialect, header: CSVHeader,
    isOriginWanted: Bool, emitter: BatchEmitter
  ) {
    self.reader = reader
    self.file = file
    self.emitter = emitter
    parser = CSVRowParser(dialect: dialect, columns: header.columns)
    origin = OriginWriter(file: file, isEnabled: isOriginWanted)
    line = header.lines + 1
    rowsStart = header.length
  }

  func read() throws {
    while window.count < rowsStart, !isComplete { try refill() }
    at = min(rowsStart, window.count)
    while true {
      switch parseRows() {
      case .batchFull:
        try emitter.flush()
      case .needsMore:
        if window.count - at > emitter.recordLimit {
          try passOverLongRow()
        } else {
          try refill()
        }
      case .defect(let outcome):
        passOver(outcome)
      case .end:
        return try emitter.flush()
      }
    }
  }

  /// Parses rows until the batch is full, the window is used up or a row is no good.
  private func parseRows() -> Stop {
    let batch = emitter.batch
    let limit = emitter.batchSize
    let count = window.count
    let base = UnsafePointer(window.base)
    while batch.text.count < limit {
      if at >= count { return isComplete ? .end : .needsMore }
      let start = batch.text.count
      var row = CSVRowParser.Row(end: at)
      let outcome = parser.parse(&row, base, count, isComplete, into: &batch.text)
      switch outcome {
      case .row:
        if row.values == parser.columns.count, row.end <= validEnd || isUTF8(at..<row.end) {
          batch.text.append(UInt8(ascii: "\""))
          origin.append(to: &batch.text, line: line, byte: windowOffset + at)
          batch.text.append("}\n")
        } else {
          batch.text.truncate(to: start)
          reject(row)
        }
        at = row.end
        line += row.lines
      case .blank:
        batch.text.truncate(to: start)
        if row.end == at { return .end }
        at = row.end
        line += row.lines
      case .needsMore:
        batch.text.truncate(to: start)
        return .needsMore
      case .unclosedQuote, .textBehindQuote:
        batch.text.truncate(to: start)
        return .defect(outcome)
      }
    }
    return .batchFull
  }

  /// Drops what has been parsed from the window and reads on behind the rest.
  private func refill() throws {
    window.removeFirst(at)
    windowOffset += at
    validEnd = max(0, validEnd - at)
    at = 0
    // A row that does not fit makes the window grow in proportion, so that it is parsed again only
    // a few times.
    let wanted = max(512 << 10, window.count)
    let space = window.reserve(wanted)
    // Safety: `reserve` made room for this many bytes.
    let size = try reader.read(into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
    window.advance(by: size)
    if size == 0 { isComplete = true }
    window.terminate()
    validEnd += tamis_utf8_valid_prefix(window.base + validEnd, window.count - validEnd)
  }

  private func isUTF8(_ range: Range<Int>) -> Bool {
    validUTF8Prefix(window.bytes(range)) == range.count
  }

  // MARK: Rows that are no good

  private func reject(_ row: CSVRowParser.Row) {
    let bytes = window.bytes(at..<row.end)
    let columns = parser.columns.count
    if row.values != columns {
      reject(
        bytes, .raggedRow, at: at,
        "the row has \(row.values) values, the header \(columns) columns")
    } else {
      let bad = at + validUTF8Prefix(bytes)
      reject(bytes, .invalidUTF8, at: bad, "not UTF-8; name the encoding with --encoding")
    }
  }

  /// Leaves out the first line of a row whose quotes are wrong, and goes on behind it.
  private func passOver(_ outcome: CSVRowParser.Outcome) {
    let lineEnd = self.lineEnd(from: at)
    let bytes = window.bytes(at..<lineEnd)
    switch outcome {
    case .unclosedQuote(let opened):
      reject(bytes, .unclosedQuote, at: opened, "the quote that opens here is never closed")
    case .textBehindQuote(_, let place):
      reject(
        bytes, .textBehindQuote, at: place,
        "text behind a closing quote; quotes inside of a value are written twice")
    case .row, .blank, .needsMore:
      preconditionFailure("only rows with wrong quotes are passed over")
    }
    at = lineEnd
    line += 1
  }

  /// Leaves out the first line of a row that is longer than a record may be.
  private func passOverLongRow() throws {
    if lineEnd(from: at) < window.count {
      let bytes = window.bytes(at..<lineEnd(from: at))
      reject(
        bytes, .recordTooLarge, at: at,
        "the row has more than \(emitter.recordLimit) bytes; is a quote not closed?")
      at = lineEnd(from: at)
    } else {
      let start = windowOffset + at
      while lineEnd(from: at) == window.count, !isComplete {
        at = window.count
        try refill()
      }
      at = lineEnd(from: at)
      let location = SourceLocation(file: file, line: line, column: 1, byteOffset: start)
      let message =
        "the line has \(windowOffset + at - start) bytes, limit \(emitter.recordLimit); "
        + "its bytes are not kept"
      emitter.batch.reject(raw: [], Finding(.recordTooLarge, .error, at: location, message))
    }
    line += 1
  }

  /// The place behind the line end that follows `start`; the window's end where there is none.
  private func lineEnd(from start: Int) -> Int {
    let end: UInt8 = parser.dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
    let found = start + tamis_find_byte(window.base + start, window.count - start, end)
    return min(found + 1, window.count)
  }

  private func reject(
    _ bytes: UnsafeRawBufferPointer, _ rule: Rule, at place: Int, _ message: String
  ) {
    var raw = bytes
    while let last = raw.last, last == 0x0A || last == 0x0D {
      raw = UnsafeRawBufferPointer(rebasing: raw.dropLast())
    }
    let before = window.bytes(at..<max(at, place))
    let lineStart = before.lastIndex(of: 0x0A).map { at + $0 + 1 } ?? at
    let lines = tamis_count_line_feeds(window.base + at, max(0, place - at))
    let location = SourceLocation(
      file: file, line: line + lines, column: place - lineStart + 1,
      byteOffset: windowOffset + place)
    let column = place - at
    let evidence = Finding.Evidence(
      of: min(column, raw.count)..<min(column + 1, raw.count), in: raw)
    emitter.batch.reject(
      raw: Array(raw), Finding(rule, .error, at: location, message, evidence: evidence))
  }
}
