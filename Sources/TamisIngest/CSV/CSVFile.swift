import CTamisKernels
import TamisCore

/// One file on its way to records.
final class CSVFile {
  private let reader: any ByteReader
  private let file: String
  private let parser: CSVRowParser
  private let emitter: BatchEmitter
  private let origin: OriginWriter

  /// The part of the file that is being looked at, and where it starts in the file.
  private var window = ByteBuffer()
  private var windowOffset = 0
  /// Where the next row starts in the window, and on which line of the file.
  private var at = 0
  private var line: Int
  /// Up to where the window is known to be UTF-8.
  private var validEnd = 0
  private var isComplete = false
  private let rowsStart: Int
  /// Bytes that the rejections in the batch hold, about.
  private var rejectedBytes = 0
  /// Bytes that were parsed for rows that turned out to be no good.
  private var lostWork = 0

  /// Why a row stopped the loop.
  private enum Stop {
    case batchFull, needsMore, tooLong, end
    case defect(CSVDefect)
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
        rejectedBytes = 0
      case .needsMore where window.count - at <= emitter.recordLimit:
        try refill()
      case .needsMore, .tooLong:
        try passOverLongRow()
      case .defect(let defect):
        passOver(defect)
      case .end:
        return try emitter.flush()
      }
    }
  }

  /// Parses rows until the batch is full, the window is used up or a row is no good.
  private func parseRows() -> Stop {
    let batch = emitter.batch
    let limit = emitter.batchSize
    let recordLimit = emitter.recordLimit
    let count = window.count
    let base = UnsafePointer(window.base)
    while batch.text.count < limit, rejectedBytes < limit {
      if at >= count { return isComplete ? .end : .needsMore }
      let start = batch.text.count
      var row = CSVRowParser.Row(end: at)
      switch parser.parse(&row, base, count, isComplete, into: &batch.text) {
      case .row:
        if row.end - at > recordLimit {
          batch.text.truncate(to: start)
          return .tooLong
        }
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
        at = row.end
        line += row.lines
      case .needsMore:
        batch.text.truncate(to: start)
        return .needsMore
      case .defect(let defect):
        batch.text.truncate(to: start)
        return stop(at: defect)
      }
    }
    return .batchFull
  }

  private func stop(at defect: CSVDefect) -> Stop {
    let lineEnd = lineEnd(from: opening(of: defect))
    if max(parsed(defect), lineEnd ?? window.count) - at > emitter.recordLimit { return .tooLong }
    return lineEnd == nil && !isComplete ? .needsMore : .defect(defect)
  }

  /// Drops what has been parsed from the window and reads on behind the rest.
  private func refill() throws {
    window.removeFirst(at)
    windowOffset += at
    validEnd = max(0, validEnd - at)
    at = 0
    // A long row makes the window grow in proportion, however little the reader gives at a time: so it
    // is parsed again only a few times.
    let rest = window.count
    repeat {
      let wanted = max(512 << 10, rest)
      let space = window.reserve(wanted)
      // Safety: `reserve` made room for this many bytes.
      let size = try reader.read(
        into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
      window.advance(by: size)
      isComplete = size == 0
    } while rest > 64 << 10 && window.count < 2 * rest && !isComplete
    window.terminate()
    validEnd += tamis_utf8_valid_prefix(window.base + validEnd, window.count - validEnd)
  }

  private func isUTF8(_ range: Range<Int>) -> Bool {
    validUTF8Prefix(window.bytes(range)) == range.count
  }

  // MARK: Rows that are no good

  private func reject(_ row: CSVRowParser.Row) {
    let columns = parser.columns.count
    if row.values != columns {
      reject(
        at..<row.end, .raggedRow, at: at,
        "the row has \(row.values) values, the header \(columns) columns")
    } else {
      let bad = at + validUTF8Prefix(window.bytes(at..<row.end))
      reject(at..<row.end, .invalidUTF8, at: bad, "not UTF-8; name the encoding with --encoding")
    }
  }

  /// Leaves out the first line of a row whose quotes are wrong, and goes on behind it, so that little
  /// is lost.
  ///
  /// In a file where every line seems to start a row without end, that would be quadratic. Where it
  /// has come to that, reading goes on behind the line of the quote.
  private func passOver(_ defect: CSVDefect) {
    let isHopeless = isWorkLost(parsed(defect) - at)
    let end = lineEnd(from: isHopeless ? opening(of: defect) : at) ?? window.count
    switch defect {
    case .unclosedQuote(let place):
      reject(at..<end, .unclosedQuote, at: place, "the quote that opens here is never closed")
    case .textBehindQuote(_, let place):
      reject(
        at..<end, .textBehindQuote, at: place,
        "text behind a closing quote; quotes inside of a value are written twice")
    }
    pass(to: end)
  }

  private func opening(of defect: CSVDefect) -> Int {
    switch defect {
    case .unclosedQuote(let opened), .textBehindQuote(let opened, _): opened
    }
  }

  /// Up to where the window was parsed before the defect was found.
  private func parsed(_ defect: CSVDefect) -> Int {
    switch defect {
    case .unclosedQuote: window.count
    case .textBehindQuote(_, let place): place
    }
  }

  /// Counts `work` bytes as parsed in vain; true when it gets too much.
  private func isWorkLost(_ work: Int) -> Bool {
    lostWork += work
    return lostWork > 8 * (windowOffset + at) + 4 * min(emitter.recordLimit, 1 << 40)
  }

  /// Leaves out the first line of a row that is longer than a record may be.
  private func passOverLongRow() throws {
    let limit = emitter.recordLimit
    let place = SourceLocation(file: file, line: line, column: 1, byteOffset: windowOffset + at)
    let isHopeless = isWorkLost(limit)
    if !isHopeless, let end = lineEnd(from: at), end - at <= limit {
      reject(
        at..<end, .recordTooLarge, at: at,
        "the row has more than \(limit) bytes; is a quote not closed?")
      return pass(to: end)
    }
    let start = windowOffset + at
    var from = isHopeless ? at + limit : at
    while true {
      if let end = lineEnd(from: from) {
        pass(to: end)
        break
      }
      pass(to: window.count)
      if isComplete { break }
      try refill()
      from = 0
    }
    let length = windowOffset + at - start
    let message =
      isHopeless
      ? "rows of more than \(limit) bytes, one within the other: \(length) bytes are not read"
      : "the line has \(length) bytes, limit \(limit); its bytes are not kept"
    rejectedBytes += 512
    emitter.batch.reject(raw: [], Finding(.recordTooLarge, .error, at: place, message))
  }

  /// Moves on to `place`.
  private func pass(to place: Int) {
    line += lineEnds(in: at..<place)
    at = place
  }

  private var lineEndByte: UInt8 { parser.dialect.lineEnd == .lineFeed ? 0x0A : 0x0D }

  private func lineEnds(in range: Range<Int>) -> Int {
    if lineEndByte == 0x0A {
      return tamis_count_line_feeds(window.base + range.lowerBound, range.count)
    }
    return window.bytes(range).count { $0 == lineEndByte }
  }

  /// The place behind the line end that follows `start`; `nil` where there is none in the window.
  private func lineEnd(from start: Int) -> Int? {
    let rest = window.count - start
    let found = tamis_find_byte(window.base + start, rest, lineEndByte)
    return found < rest ? start + found + 1 : nil
  }

  private func reject(_ range: Range<Int>, _ rule: Rule, at place: Int, _ message: String) {
    let before = window.bytes(at..<place)
    let lineStart = before.lastIndex(of: lineEndByte).map { at + $0 + 1 } ?? at
    let location = SourceLocation(
      file: file, line: line + lineEnds(in: at..<place), column: place - lineStart + 1,
      byteOffset: windowOffset + place)
    let raw = window.bytes(range.lowerBound..<contentEnd(of: range))
    let column = min(place - range.lowerBound, raw.count)
    let evidence = Finding.Evidence(of: column..<min(column + 1, raw.count), in: raw)
    rejectedBytes += raw.count + 512
    emitter.batch.reject(
      raw: Array(raw), Finding(rule, .error, at: location, message, evidence: evidence))
  }

  /// The end of `range` without the line end there.
  private func contentEnd(of range: Range<Int>) -> Int {
    let line = window.bytes(range)
    guard line.last == lineEndByte else { return range.upperBound }
    let isCRLF = lineEndByte == 0x0A && line.dropLast().last == 0x0D
    return range.upperBound - (isCRLF ? 2 : 1)
  }
}
