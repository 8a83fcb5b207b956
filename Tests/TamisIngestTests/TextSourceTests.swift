import TamisCore
import TamisIngest
import Testing

@Suite("Text source")
struct TextSourceTests {
  /// A text, how it is cut, and what comes out: each text with its line and byte.
  struct Sample: CustomTestStringConvertible, Sendable {
    let unit: TextSource.Unit
    let text: String
    let expected: [(text: String, line: Int, byte: Int)]
    var testDescription: String { "\(unit) of \(text.debugDescription)" }

    init(
      _ unit: TextSource.Unit, _ text: String, _ expected: [(String, Int, Int)]
    ) {
      self.unit = unit
      self.text = text
      self.expected = expected
    }
  }

  private static let dashes = TextSource.Unit.separator(Array("---".utf8))
  private static let record = TextSource.Unit.separator(Array("\n%%\n".utf8))

  static let samples = [
    Sample(.file, "one\ntwo\r\n", [("one\ntwo\r\n", 1, 0)]),
    Sample(.file, "", []),
    Sample(.file, "\n", [("\n", 1, 0)]),
    Sample(.line, "one\ntwo\n", [("one", 1, 0), ("two", 2, 4)]),
    Sample(.line, "one\r\ntwo\r\n", [("one", 1, 0), ("two", 2, 5)]),
    Sample(.line, "one\ntwo", [("one", 1, 0), ("two", 2, 4)]),
    Sample(.line, "one\r\ntwo\r", [("one", 1, 0), ("two", 2, 5)]),
    Sample(.line, "\n\none\n\r\n\ntwo\n\n", [("one", 3, 2), ("two", 6, 9)]),
    Sample(.line, " \n", [(" ", 1, 0)]),
    Sample(.line, "a\rb\n\rc\n", [("a\rb", 1, 0), ("\rc", 2, 4)]),
    Sample(.line, "a\u{2028}b\u{85}c\n", [("a\u{2028}b\u{85}c", 1, 0)]),
    Sample(.line, "\"\\\t\u{1}\n", [("\"\\\t\u{1}", 1, 0)]),
    Sample(.line, "", []),
    Sample(.paragraph, "one\nstill one\n\ntwo\n", [("one\nstill one", 1, 0), ("two", 4, 15)]),
    Sample(.paragraph, "one\r\nstill\r\n\r\ntwo\r\n", [("one\r\nstill", 1, 0), ("two", 4, 14)]),
    Sample(.paragraph, "\n\n\none\n\n\n\ntwo", [("one", 4, 3), ("two", 8, 10)]),
    Sample(.paragraph, "one\n \t\ntwo\n", [("one", 1, 0), ("two", 3, 7)]),
    Sample(.paragraph, "   \none\n", [("one", 2, 4)]),
    Sample(.paragraph, "one\n\n   \n\ntwo\n   ", [("one", 1, 0), ("two", 5, 10)]),
    Sample(.paragraph, "one\n\n   \n  two\n", [("one", 1, 0), ("  two", 4, 9)]),
    Sample(.paragraph, "  one  \n  two  \n\n", [("  one  \n  two  ", 1, 0)]),
    Sample(.paragraph, " \t\r\n\n \n", []),
    Sample(Self.dashes, "one---two---three", [("one", 1, 0), ("two", 1, 6), ("three", 1, 12)]),
    Sample(Self.dashes, "one\n---\r\n\r\ntwo\n---\n", [("one", 1, 0), ("two", 4, 11)]),
    Sample(Self.dashes, "------", []),
    Sample(Self.dashes, "a----b", [("a", 1, 0), ("-b", 1, 4)]),
    Sample(Self.dashes, "a--", [("a--", 1, 0)]),
    Sample(Self.dashes, " one ---\n", [(" one ", 1, 0)]),
    Sample(Self.record, "one\n%%\ntwo\n%%\n", [("one", 1, 0), ("two", 3, 7)]),
    Sample(Self.record, "one\n%%\n%%\ntwo", [("one", 1, 0), ("%%\ntwo", 3, 7)]),
  ]

  @Test("a text is cut into its units", arguments: samples)
  func units(_ sample: Sample) throws {
    let outcome = try readText(utf8(sample.text), sample.unit)
    let expected = sample.expected.map { text, line, byte in
      #"{"text":\#(jsonString(utf8(text))),"#
        + #""_origin":{"file":"t.txt","line":\#(line),"byte":\#(byte)}}"#
    }
    #expect(outcome.lines == expected)
    #expect(outcome.findings.isEmpty)
  }

  @Test("the field has the name that was asked for, and no origin if none was")
  func field() throws {
    let outcome = try collect { emitter in
      try TextSource([], unit: .line, field: FieldName("my \"body\""), origin: false)
        .read(MemoryReader(utf8("a\n")), of: Input(path: "-"), into: emitter)
    }
    #expect(outcome.lines == [#"{"my \"body\"":"a"}"#])
  }

  @Test(
    "text that is not UTF-8 is rejected where it goes wrong, and the rest is read",
    arguments: [Int.max, 1])
  func invalidUTF8(_ step: Int) throws {
    let text = utf8("good\n\nbad\nce") + [0xE9] + utf8("t\n\nalso good\n")
    let paragraphs = try readText(text, .paragraph, step: step)
    #expect(paragraphs.records == [#"{"text":"good"}"#, #"{"text":"also good"}"#])
    #expect(paragraphs.rejectedPlaces == ["4:3:12 invalid-utf8"])
    #expect(paragraphs.raws == [utf8("bad\nce") + [0xE9, UInt8(ascii: "t")]])
    #expect(paragraphs.findings[0].message == "not UTF-8; name the encoding with --encoding")
    #expect(paragraphs.findings[0].evidence?.highlight == 6..<7)
    let file = try readText(text, .file, step: step)
    #expect(file.records.isEmpty)
    #expect(file.rejectedPlaces == ["4:3:12 invalid-utf8"])
    #expect(file.raws == [text])
  }

  @Test(
    "a text past the limit is rejected without its bytes, and the next one is read",
    arguments: [Int.max, 1, 1000])
  func longText(_ step: Int) throws {
    let long = String(repeating: "long line\n", count: 100)
    let samples: [(TextSource.Unit, String, byte: Int, length: Int, line: Int)] = [
      (.line, "a\n" + String(repeating: "x", count: 1000) + "\nb\n", 2, 1000, 2),
      (.paragraph, "a\n\n" + long + "\nb\n", 3, 999, 3),
      (Self.dashes, "a---" + long + "---b", 4, 1000, 1),
      (Self.dashes, "a---" + long + "--\n---b", 4, 1003, 1),
    ]
    for (unit, text, byte, length, line) in samples {
      let outcome = try readText(utf8(text), unit, step: step, recordLimit: 100)
      #expect(outcome.records == [#"{"text":"a"}"#, #"{"text":"b"}"#], "\(unit)")
      #expect(outcome.rejectedPlaces == ["\(line):1:\(byte) record-too-large"], "\(unit)")
      #expect(
        outcome.findings[0].message
          == "the text has \(length) bytes, limit 100; its bytes are not kept", "\(unit)")
      #expect(outcome.raws == [[]])
    }
    let file = try readText(utf8(long), .file, step: step, recordLimit: 999)
    #expect(file.rejectedPlaces == ["1:1:0 record-too-large"])
    #expect(try readText(utf8(long), .file, step: step, recordLimit: 1000).lines.count == 1)
  }

  @Test("blanks without end are held no longer than a record may be")
  func endlessBlanks() throws {
    let text = utf8("a\n" + String(repeating: " ", count: 3 << 20) + "\n\nb\n")
    for step in [Int.max, 100_000] {
      let outcome = try readText(text, .paragraph, step: step, recordLimit: 1 << 20)
      #expect(outcome.records == [#"{"text":"b"}"#])
      #expect(outcome.rejectedPlaces == ["1:1:0 record-too-large"])
    }
  }

  @Test("a file of bad texts alone does not pile up in one batch")
  func rejectionsAreHandedOn() throws {
    let text = [[UInt8]](repeating: [0xFF, 0x0A], count: 5000).flatMap { $0 }
    let outcome = try readText(text, .line, batchSize: 10_000)
    #expect(outcome.findings.count == 5000)
    #expect(outcome.mostRejections <= 20)
  }

  @Test("the texts of several files follow each other; another character set is decoded")
  func files() throws {
    let files = [
      TemporaryFile { $0([0xEF, 0xBB, 0xBF] + utf8("a\nb")) },
      TemporaryFile { $0([0xFF, 0xFE, 0xFC, 0, 0x0A, 0]) },
    ]
    let outcome = try collect {
      try TextSource(files.map { Input(path: $0.path) }, unit: .line).read(into: $0)
    }
    #expect(outcome.records == [#"{"text":"a"}"#, #"{"text":"b"}"#, #"{"text":"ü"}"#])
    #expect(outcome.lines[2].contains(#""_origin":{"file":"\#(files[1].path)","line":1,"byte":0}"#))
  }
}
