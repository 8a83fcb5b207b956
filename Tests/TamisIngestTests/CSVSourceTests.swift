import TamisCore
import TamisIngest
import Testing

@Suite("CSV source")
struct CSVSourceTests {
  @Test("a value of a megabyte passes whole, in pieces too", arguments: [Int.max, 4096])
  func megabyteValue(_ step: Int) throws {
    let value = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20) + utf8("\"\"\né,")
    let text = utf8("id,text\n1,\"") + value + utf8("\"\n2,short\n")
    let outcome = try readCSV(text, step: step)
    #expect(outcome.findings.isEmpty)
    #expect(outcome.lines.count == 2)
    let record = try JSONDocument(utf8(outcome.lines[0])).root
    #expect(record["text"]?.string.map(utf8)?.count == value.count - 1)
    #expect(record["text"]?.string?.hasSuffix("xx\"\né,") == true)
    #expect(
      outcome.lines[1]
        == #"{"id":"2","text":"short","_origin":{"file":"t.csv","line":4,"byte":1048595}}"#)
  }

  @Test("a ragged row far behind the sample is rejected by itself", arguments: [Int.max, 1000])
  func lateRaggedRow(_ step: Int) throws {
    var text = utf8("id,text\n")
    var rows = 0
    while text.count < 300 << 10 {
      rows += 1
      text += utf8("\(rows),\"row \(rows)\"\n")
    }
    let place = text.count
    text += utf8("late,row,ragged\nlast,row\n")
    let outcome = try readCSV(text, step: step)
    #expect(outcome.lines.count == rows + 1)
    #expect(outcome.rejectedPlaces == ["\(rows + 2):1:\(place) csv-ragged-row"])
    #expect(outcome.raws == [utf8("late,row,ragged")])
    #expect(outcome.records.last == #"{"id":"last","text":"row"}"#)
  }

  @Test("batches end where they are full, whatever the pieces are")
  func batches() throws {
    let text = utf8("a,b\n" + (0..<1000).map { "\($0),value\n" }.joined())
    let whole = try readCSV(text)
    for batchSize in [1, 100, 5000] {
      let outcome = try readCSV(text, batchSize: batchSize)
      #expect(outcome.isSame(as: whole))
      #expect(outcome.largestBatch < batchSize + 200)
    }
  }

  @Test("a file of bad rows alone does not pile up in one batch")
  func rejectionsAreHandedOn() throws {
    let text = utf8("a,b\n" + String(repeating: "one value\n", count: 20_000))
    let outcome = try readCSV(text)
    #expect(outcome.findings.count == 20_000)
    #expect(outcome.mostRejections <= 600)
  }

  @Test("the rows of several files follow each other, each with its own header")
  func severalFiles() throws {
    let files = [
      TemporaryFile { $0(utf8("id,text\n1,a\n")) }, TemporaryFile { $0(utf8("text;id\nb;2\nc\n")) },
      TemporaryFile { _ in },
    ]
    let inputs = files.map { Input(path: $0.path) }
    let outcome = try collect { try CSVSource(inputs).read(into: $0) }
    #expect(outcome.records == [#"{"id":"1","text":"a"}"#, #"{"text":"b","id":"2"}"#])
    #expect(outcome.findings.map(\.location.file) == [files[1].path])
    #expect(
      outcome.rejects == ["3:1 I010 csv-ragged-row the row has 1 values, the header 2 columns"])
    #expect(outcome.notes.first == "\(files[0].path): line end: LF")
  }

  @Test("evidence shows the place in the row")
  func evidence() throws {
    let outcome = try readCSV("a,b\n1,\"x\" y\n")
    let evidence = try #require(outcome.findings.first?.evidence)
    #expect(evidence.excerpt == utf8("1,\"x\" y"))
    #expect(evidence.highlight == 5..<6)
  }

  /// Files in which every line seems to start a row that has no end in sight.
  static let endless: [(name: String, head: String, line: String)] = [
    ("pairs that never close", "a,b\n1,\"x\n", "y\",\"z\n"),
    ("pairs that close at the end", "a,b\n", "y\",\"z\n"),
    ("one open quote in front", "a,b\n1,\"x\n", "1,fine\n"),
    ("text behind quotes", "a,b\n", "1,\"x\"\"\n"),
    ("rows within rows", "a,b\n1,\"", "x\",\"y\n"),
  ]

  @Test("no file takes more than linear time", arguments: endless.indices)
  func linear(_ index: Int) throws {
    let (_, head, line) = Self.endless[index]
    let text = utf8(head + String(repeating: line, count: 20_000))
    // Parsing each line's row to its end would take minutes.
    var outcome = IngestOutcome()
    let time = try ContinuousClock().measure {
      outcome = try readCSV(text, recordLimit: 10_000)
    }
    #expect(time < .seconds(10))
    #expect(!outcome.findings.isEmpty)
    let pieces = try readCSV(text, step: 100_000, recordLimit: 10_000)
    #expect(pieces.isSame(as: outcome))
  }

  @Test("a quote that is never closed costs its own line, also where the rest is long")
  func recoversFromUnclosedQuote() throws {
    let rows = (2...2000).map { "\($0),fine\n" }.joined()
    let outcome = try readCSV(utf8("a,b\n1,\"open\n" + rows), recordLimit: 1000)
    #expect(outcome.rejectedPlaces == ["2:1:4 record-too-large"])
    #expect(outcome.raws == [utf8("1,\"open")])
    #expect(outcome.lines.count == 1999)
  }

  @Test("a line longer than the limit is passed over without being kept")
  func longLine() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let text = utf8("a,b\n1,\(long)\n2,fine\n")
    for step in [Int.max, 100_000] {
      let outcome = try readCSV(text, step: step, recordLimit: 1 << 20)
      #expect(
        outcome.rejects == [
          "2:1 L005 record-too-large the line has 3145731 bytes, limit 1048576; "
            + "its bytes are not kept"
        ])
      #expect(outcome.raws == [[]])
      #expect(outcome.records == [#"{"a":"2","b":"fine"}"#])
    }
  }

  @Test("a header of a hundred thousand columns is no burden")
  func wideHeader() throws {
    let columns = 100_000
    let commas = String(repeating: ",", count: columns - 1)
    let outcome = try readCSV(utf8(commas + "\n" + commas + "\n"), CSVOptions(hasHeader: true))
    let record = try #require(outcome.lines.first)
    #expect(record.hasPrefix(#"{"column_1":"","column_2":"","#))
    #expect(record.contains(#""column_100000":"""#))
  }
}
