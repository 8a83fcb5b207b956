import TamisCore
import TamisIngest
import Testing

@Suite("CSV properties")
struct CSVPropertyTests {
  private static let dialects = [
    CSVDialect(),
    CSVDialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"), lineEnd: .carriageReturn),
  ]

  private static func options(_ dialect: CSVDialect) -> CSVOptions {
    CSVOptions(
      delimiter: dialect.delimiter, quote: dialect.quote, lineEnd: dialect.lineEnd,
      hasHeader: true)
  }

  /// A header of two columns, in the dialect.
  private static func header(_ dialect: CSVDialect) -> [UInt8] {
    [UInt8(ascii: "x"), dialect.delimiter, UInt8(ascii: "y"), end(dialect)]
  }

  private static func end(_ dialect: CSVDialect) -> UInt8 {
    dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
  }

  /// Calls `body` with every run of up to `length` of the symbols, depth first.
  private func withEvery(
    upTo length: Int, of symbols: [UInt8], _ text: inout [UInt8],
    _ body: ([UInt8]) throws -> Void
  ) rethrows {
    try body(text)
    if length == 0 { return }
    for symbol in symbols {
      text.append(symbol)
      try withEvery(upTo: length - 1, of: symbols, &text, body)
      text.removeLast()
    }
  }

  @Test(
    "every short run of the special bytes is read as the plain reader does", arguments: dialects)
  func exhaustive(_ dialect: CSVDialect) throws {
    let header = Self.header(dialect)
    let options = Self.options(dialect)
    let reference = CSVReference(dialect: dialect, names: ["x", "y"])
    let symbols = [UInt8(ascii: "a"), dialect.delimiter, dialect.quote, 0x0A, 0x0D]
    var text = header
    var count = 0
    try withEvery(upTo: 6, of: symbols, &text) { text in
      let expected = reference.items(text, from: header.count, line: 2).recordsFirst
      let whole = try readCSV(text, options)
      let bytewise = try readCSV(text, options, step: 1)
      count += 1
      guard whole.items == expected, bytewise.items == expected else {
        #expect(
          whole.items == expected, "\(String(decoding: text, as: UTF8.self).debugDescription)")
        #expect(bytewise.items == expected, "a byte at a time")
        return
      }
    }
    #expect(count == (0...6).reduce(0) { $0 + [1, 5, 25, 125, 625, 3125, 15625][$1] })
  }

  @Test("the splitter of headers and samples cuts the first row as the plain reader does")
  func splitter() {
    let dialect = CSVDialect()
    let reference = CSVReference(dialect: dialect, names: ["x", "y"])
    var text: [UInt8] = []
    withEvery(upTo: 6, of: utf8("a,\"\n\r"), &text) { text in
      guard let row = CSVRowSplitter(dialect: dialect).row(text[...]) else { return }
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      guard !row.isBlank else {
        #expect(
          reference.items(Array(text.prefix(row.length)), from: 0, line: 1).isEmpty, "\(shown)")
        return
      }
      switch (reference.items(text, from: 0, line: 1).first, row.defect) {
      case (.record(let record), nil):
        #expect(
          record.hasPrefix(
            #"{"x":\#(jsonString(row.values[0])),"y":\#(jsonString(row.values[1])),"#), "\(shown)")
      case (.rejected(let raw, "csv-ragged-row", _, _, _), nil):
        #expect(row.values.count != 2 && text[..<row.length].starts(with: raw), "\(shown)")
      case (.rejected(_, "csv-unclosed-quote", _, _, let byte), .unclosedQuote(let place)?),
        (.rejected(_, "csv-text-behind-quote", _, _, let byte), .textBehindQuote(_, let place)?):
        #expect(byte == place, "\(shown)")
      case (let item, let defect):
        Issue.record("\(shown): \(String(describing: item)), \(String(describing: defect))")
      }
    }
  }

  /// Rows of special and other bytes, with what JSON escapes and what is not UTF-8 among them.
  private static func randomRows(_ random: inout TestRandom, _ dialect: CSVDialect) -> [UInt8] {
    let pieces: [[UInt8]] = [
      [dialect.delimiter], [dialect.quote], [dialect.quote, dialect.quote], [end(dialect)],
      [0x0D, 0x0A], [0x0A], utf8("a"), utf8("plain text of more than sixteen bytes"), utf8("\\"),
      utf8("\""), [0], [0x1F], [0x7F], utf8("é"), utf8("\u{2028}"), utf8("\u{2029}"), utf8("👍"),
      [0xE2], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xA0], [0xFF],
    ]
    return (0..<random.below(60)).flatMap { _ -> [UInt8] in
      switch random.below(10) {
      case 0..<4: [utf8("v"), [dialect.delimiter], utf8("w"), [end(dialect)]][random.below(4)]
      case 4: [dialect.delimiter, dialect.quote]
      case 5: [dialect.quote, end(dialect)]
      default: random.pick(pieces)
      }
    }
  }

  @Test(
    "random rows are read as the plain reader does, in pieces and batches of any size",
    arguments: dialects)
  func random(_ dialect: CSVDialect) throws {
    var random = TestRandom(for: "CSV, random rows")
    let header = Self.header(dialect)
    let options = Self.options(dialect)
    let reference = CSVReference(dialect: dialect, names: ["x", "y"])
    for _ in 0..<400 {
      let text = header + Self.randomRows(&random, dialect)
      let whole = try readCSV(text, options)
      let expected = reference.items(text, from: header.count, line: 2).recordsFirst
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      try #require(whole.items == expected, "\(shown) SEED=\(random.seed)")
      for step in [1, 2, 3, 7, 64] {
        let pieces = try readCSV(text, options, step: step, batchSize: random.pick([1, 50, 1000]))
        try #require(pieces.isSame(as: whole), "step \(step): \(shown) SEED=\(random.seed)")
      }
    }
  }

  @Test("what is too long is rejected alike in pieces of any size")
  func limits() throws {
    var random = TestRandom(for: "CSV, limits")
    let dialect = CSVDialect()
    let options = Self.options(dialect)
    for _ in 0..<400 {
      let text = Self.header(dialect) + Self.randomRows(&random, dialect)
      let limit = 1 + random.below(40)
      let whole = try readCSV(text, options, recordLimit: limit)
      for step in [1, 2, 3, 7, 64] {
        let pieces = try readCSV(text, options, step: step, recordLimit: limit)
        let shown = String(decoding: text, as: UTF8.self).debugDescription
        try #require(
          pieces.isSame(as: whole), "step \(step), limit \(limit): \(shown) SEED=\(random.seed)")
      }
      for line in whole.lines {
        let row = try #require(try JSONDocument(utf8(line)).root["_origin"]?["byte"]?.integer)
        #expect(text[row...].prefix(limit).contains(0x0A) || text.count - row <= limit)
      }
    }
  }

  @Test("a table comes back as it was written")
  func roundTrip() throws {
    var random = TestRandom(for: "CSV, round trip")
    for _ in 0..<200 {
      let columns = 2 + random.below(4)
      let names = (0..<columns).map { "column \($0)" }
      var rows: [[String]] = []
      for _ in 0..<random.below(20) {
        rows.append((0..<columns).map { _ in Self.randomValue(&random) })
      }
      let lineEnd = random.pick(["\n", "\r\n"])
      var text = names.joined(separator: ",") + lineEnd
      for row in rows {
        text += row.map { Self.quoted($0, &random) }.joined(separator: ",") + lineEnd
      }
      let outcome = try readCSV(text, Self.options(CSVDialect()))
      #expect(outcome.findings.isEmpty, "SEED=\(random.seed)")
      #expect(outcome.records.count == rows.count, "SEED=\(random.seed)")
      for (line, row) in zip(outcome.lines, rows) {
        let record = try JSONDocument(utf8(line)).root
        let values = record.members.dropLast().map { $0.value.string.map(utf8) }
        #expect(values == row.map(utf8), "SEED=\(random.seed)")
      }
    }
  }

  private static func randomValue(_ random: inout TestRandom) -> String {
    let pieces = [
      "a", "word", " ", ",", "\"", "\n", "\r\n", "\r", "é", "\u{2028}", "\\", "\0", "007",
    ]
    return (0..<random.below(6)).map { _ in random.pick(pieces) }.joined()
  }

  /// The value in quotes where RFC 4180 wants them, and sometimes where it does not.
  private static func quoted(_ value: String, _ random: inout TestRandom) -> String {
    let needsQuotes = value.utf8.contains { utf8(",\"\n\r").contains($0) }
    guard needsQuotes || random.chance(20) else { return value }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
