import TamisCore
import TamisIngest

/// Reads `bytes` as one CSV file named `t.csv`. With a `step` they come at most that many at a time, and
/// the dialect is still sniffed from all of them.
func readCSV(
  _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), step: Int = .max,
  recordLimit: Int = 64 << 20, batchSize: Int = BatchEmitter.defaultBatchSize
) throws -> IngestOutcome {
  try collect(recordLimit: recordLimit, batchSize: batchSize) { emitter in
    try CSVSource([], options: options).read(
      MemoryReader(bytes, step: step), of: Input(path: "t.csv"),
      sample: Array(bytes.prefix(CSVSniffer.sampleSize)), into: emitter)
  }
}

/// Reads `text` as one CSV file named `t.csv`.
func readCSV(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> IngestOutcome {
  try readCSV(utf8(text), options)
}

/// What CSV means here, a byte at a time: the judge of the fast parser.
///
/// A row with another number of values than there are columns is rejected as a whole. Of a row with a
/// wrong quote the first line is rejected, and the next line starts another row. Lines with nothing in
/// them are no rows.
struct CSVReference {
  var dialect: CSVDialect
  var names: [String]

  /// A record or a rejection, as tests compare them.
  enum Item: Equatable {
    case record(String)
    case rejected(raw: [UInt8], rule: String, line: Int, column: Int, byte: Int)
  }

  private enum Row {
    case whole([[UInt8]], end: Int)
    case wrong(rule: String, place: Int)
  }

  /// What the rows in `bytes` from `start` on, which is at the start of `line`, become.
  func items(_ bytes: [UInt8], from start: Int, line firstLine: Int) -> [Item] {
    var items: [Item] = []
    var at = start
    var line = firstLine
    while at < bytes.count {
      if let length = lineEnd(bytes, at) {
        at += length
        line += 1
        continue
      }
      var end: Int
      switch row(bytes, at) {
      case .whole(let values, let rowEnd):
        end = rowEnd
        let raw = Array(bytes[at..<end])
        if values.count != names.count {
          items.append(rejection(bytes, at..<end, "csv-ragged-row", at, line))
        } else if !isUTF8(raw) {
          let bad = at + raw.withUnsafeBytes { validUTF8Prefix($0) }
          items.append(rejection(bytes, at..<end, "invalid-utf8", bad, line))
        } else {
          items.append(.record(record(values, line: line, byte: at)))
        }
      case .wrong(let rule, let place):
        end = at
        while end < bytes.count, bytes[end] != lineEndByte { end += 1 }
        end = min(end + 1, bytes.count)
        items.append(rejection(bytes, at..<end, rule, place, line))
      }
      line += bytes[at..<end].count { $0 == lineEndByte }
      at = end
    }
    return items
  }

  private var lineEndByte: UInt8 { dialect.lineEnd == .lineFeed ? 0x0A : 0x0D }

  /// Bytes of the line end at `at`; `nil` where there is none.
  private func lineEnd(_ bytes: [UInt8], _ at: Int) -> Int? {
    if at < bytes.count, bytes[at] == lineEndByte { return 1 }
    guard dialect.lineEnd == .lineFeed, bytes[at...].starts(with: [0x0D, 0x0A]) else { return nil }
    return 2
  }

  private func row(_ bytes: [UInt8], _ start: Int) -> Row {
    var at = start
    var values: [[UInt8]] = []
    while true {
      var value: [UInt8] = []
      let isQuoted = at < bytes.count && bytes[at] == dialect.quote
      if isQuoted {
        let opened = at
        at += 1
        while true {
          if at == bytes.count { return .wrong(rule: "csv-unclosed-quote", place: opened) }
          if bytes[at] != dialect.quote {
            value.append(bytes[at])
            at += 1
          } else if bytes[at...].starts(with: [dialect.quote, dialect.quote]) {
            value.append(dialect.quote)
            at += 2
          } else {
            at += 1
            break
          }
        }
      }
      while at < bytes.count, bytes[at] != dialect.delimiter, lineEnd(bytes, at) == nil {
        if isQuoted { return .wrong(rule: "csv-text-behind-quote", place: at) }
        value.append(bytes[at])
        at += 1
      }
      values.append(value)
      if at == bytes.count { return .whole(values, end: at) }
      if let length = lineEnd(bytes, at) { return .whole(values, end: at + length) }
      at += 1
    }
  }

  private func record(_ values: [[UInt8]], line: Int, byte: Int) -> String {
    let fields = zip(names, values).map { "\(jsonString(utf8($0))):\(jsonString($1))," }.joined()
    return #"{\#(fields)"_origin":{"file":"t.csv","line":\#(line),"byte":\#(byte)}}"#
  }

  private func rejection(
    _ bytes: [UInt8], _ range: Range<Int>, _ rule: String, _ place: Int, _ line: Int
  ) -> Item {
    var raw = bytes[range]
    if raw.last == lineEndByte {
      raw.removeLast()
      if dialect.lineEnd == .lineFeed, raw.last == 0x0D { raw.removeLast() }
    }
    let before = bytes[range.lowerBound..<place]
    let lineStart = before.lastIndex(of: lineEndByte).map { $0 + 1 } ?? range.lowerBound
    return .rejected(
      raw: Array(raw), rule: rule, line: line + before.count { $0 == lineEndByte },
      column: place - lineStart + 1, byte: place)
  }
}

extension IngestOutcome {
  /// The outcome in the words of the reference, records first.
  var items: [CSVReference.Item] {
    lines.map { .record($0) }
      + zip(findings, raws).map { finding, raw in
        .rejected(
          raw: raw, rule: finding.rule.name, line: finding.location.line ?? 0,
          column: finding.location.column ?? 0, byte: finding.location.byteOffset ?? -1)
      }
  }
}

extension [CSVReference.Item] {
  /// Records first, as an outcome has them.
  var recordsFirst: Self {
    filter { if case .record = $0 { true } else { false } }
      + filter { if case .record = $0 { false } else { true } }
  }
}
