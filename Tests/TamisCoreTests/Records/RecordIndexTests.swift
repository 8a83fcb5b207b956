import TamisCore
import Testing

/// What the lines of a batch become.
@Suite struct RecordIndexTests {
  private struct Refusal: Equatable {
    var rule: String
    var line: Int?
    var column: Int?
    var offset: Int?

    init(_ rule: String, _ line: Int?, _ column: Int?, _ offset: Int?) {
      (self.rule, self.line, self.column, self.offset) = (rule, line, column, offset)
    }

    init(_ rejection: Rejection) {
      let place = rejection.finding.location
      self.init(rejection.finding.rule.name, place.line, place.column, place.byteOffset)
    }
  }

  private func refusals(_ batch: RecordBatch) -> [Refusal] { batch.rejections.map { Refusal($0) } }

  @Test("each bad line is rejected whole, at its place, and the others stay")
  func badLines() throws {
    let lines: [[UInt8]] = [
      utf8("{\"a\":1}"), utf8("[1]"), utf8("{\"a\":}"), [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D],
      utf8("{\"é\":2}"), utf8("{} {}"), utf8("{\"a\":"), utf8("nul"), utf8("\"text\""), utf8("7"),
      utf8("  {\"a\":tru}"), [0], utf8("{\"a\":\"\u{0}\"}"), [0xC3], utf8("{\"b\":\"日本\"}"),
      utf8("{\"a\":1,}"), utf8(" null "),
    ]
    let batch = Batches.of(Array(lines.joined(separator: [0x0A])))
    #expect(batch.records.map { Array($0.original) } == [lines[0], lines[4], lines[14]])
    var offsets = [0]
    for line in lines { offsets.append(offsets[offsets.count - 1] + line.count + 1) }
    let places: [(Int, String, Int)] = [
      (1, "not-an-object", 0), (2, "syntax-error", 5), (3, "invalid-utf8", 2),
      (5, "syntax-error", 3), (6, "syntax-error", 5), (7, "syntax-error", 3),
      (8, "not-an-object", 0), (9, "not-an-object", 0), (10, "syntax-error", 7),
      (11, "syntax-error", 0), (12, "syntax-error", 6), (13, "invalid-utf8", 0),
      (15, "syntax-error", 6), (16, "not-an-object", 0),
    ]
    #expect(
      refusals(batch)
        == places.map { line, rule, column in
          Refusal(rule, line + 1, column + 1, offsets[line] + column)
        })
    for (rejection, place) in zip(batch.rejections, places) {
      guard case .raw(let raw) = rejection.record else {
        Issue.record("\(place)")
        continue
      }
      #expect(raw == lines[place.0])
      #expect(rejection.finding.severity == .error && rejection.finding.location.file == "in.jsonl")
      #expect(try #require(rejection.finding.evidence).excerpt.count <= 160)
    }
  }

  @Test("lines and offsets count on from those of the batch")
  func firstLine() {
    let batch = RecordBatch()
    batch.text.append(utf8("{}\n x\n"))
    (batch.firstLine, batch.firstOffset) = (41, 1_000_000_000_000)
    batch.index()
    #expect(refusals(batch) == [Refusal("syntax-error", 42, 2, 1_000_000_000_004)])
    #expect(batch.records.map(\.byteOffset) == [1_000_000_000_000])
  }

  @Test("lines of nothing but white space are noted, not rejected")
  func blankLines() {
    let batch = Batches.of(utf8("\n{}\n  \t\n\r\n{}\n \n"))
    #expect(batch.blankLines == [1, 3, 4, 6] && batch.count == 2 && batch.rejections.isEmpty)
  }

  @Test("an empty batch, one byte, and a last line without its end")
  func ends() {
    for (text, records, rejected, blank) in [
      ("", 0, 0, 0), ("\n", 0, 0, 1), ("{", 0, 1, 0), ("x", 0, 1, 0), (" ", 0, 0, 1),
      ("{}", 1, 0, 0),
      ("{}\n", 1, 0, 0), ("{}\n{}", 2, 0, 0), ("{}\n{", 1, 1, 0), ("\u{0}", 0, 1, 0),
    ] {
      let batch = Batches.of(utf8(text))
      let counts = (batch.count, batch.rejections.count, batch.blankLines.count)
      #expect(counts == (records, rejected, blank), "\(shown(text.utf8))")
    }
  }

  @Test("lines that end in CR LF are records, and leave with their CR")
  func carriageReturns() throws {
    let batch = Batches.of(utf8("{\"a\":1}\r\n{\"a\":2}\r\n"))
    #expect(batch.records.map(\.written) == [utf8("{\"a\":1}\r"), utf8("{\"a\":2}\r")])
    for record in batch.records { record.set("a") { $0.append("3") } }
    #expect(batch.records.map(\.written) == [utf8("{\"a\":3}\r"), utf8("{\"a\":3}\r")])
  }

  @Test("bytes that are not UTF-8 harm their own line alone, wherever they stand")
  func invalidUTF8() {
    let good = utf8("{\"text\":\"plain text that fills more than two blocks of bytes, é 日本語\"}")
    for place in 0..<good.count {
      var bad = good
      bad[place] = 0xFF
      let batch = Batches.of(good + [0x0A] + bad + [0x0A] + good + [0x0A] + bad + [0x0A] + good)
      #expect(
        batch.count == 3 && batch.rejections.map(\.finding.rule) == [.invalidUTF8, .invalidUTF8])
    }
    // A character that the line's end tears apart belongs to no line.
    let torn = Batches.of(utf8("{}") + [0xC3, 0x0A, 0xA9] + utf8("{}\n{}\n"))
    #expect(torn.count == 1)
    #expect(
      refusals(torn) == [Refusal("invalid-utf8", 1, 3, 2), Refusal("invalid-utf8", 2, 1, 4)])
  }

  @Test("a record nested past the limit is rejected as too deep")
  func tooDeep() {
    let deep = String(repeating: "[", count: 5000)
    let batch = Batches.of(utf8("{\"a\":\(deep)\n{}\n"))
    #expect(refusals(batch) == [Refusal("too-deep", 1, 1029, 1028)])
    #expect(batch.count == 1)
  }

  @Test("a batch is emptied for another text")
  func reset() {
    let batch = Batches.of(utf8("{\"a\":1}\nx\n\n"))
    batch.firstLine = 7
    for record in batch.records { record.set("b") { $0.append("2") } }
    batch.reset()
    #expect(batch.count == 0 && batch.liveCount == 0 && batch.rejections.isEmpty)
    #expect(batch.blankLines.isEmpty && batch.findings.isEmpty && batch.text.count == 0)
    #expect(batch.firstLine == 1 && batch.firstOffset == 0)
    batch.text.append(utf8("{\"c\":1}\n"))
    batch.index()
    #expect(batch.records.map(\.written) == [utf8("{\"c\":1}")])
  }

  @Test("random lines are records exactly where the reference says so")
  func randomLines() {
    var json = RandomJSON(random: TestRandom(for: "random lines"))
    for _ in 0..<150 {
      var lines: [[UInt8]] = []
      for _ in 0..<json.random.below(12) {
        var line = json.random.chance(60) ? json.object(2).text : json.value().text
        line.removeAll { $0 == 0x0A }
        if json.random.chance(30), !line.isEmpty {
          line[json.random.below(line.count)] = json.random.pick([
            0x22, 0x7D, 0xFF, 0x00, 0x5C, 0x20,
          ])
        }
        lines.append(line)
      }
      let batch = Batches.of(Array(lines.joined(separator: [0x0A])))
      var records: [[UInt8]] = []
      var places: [Int?] = []
      for line in lines {
        let valid = line.withUnsafeBytes(validUTF8Prefix)
        let outcome = ReferenceParser.parse(line)
        if valid < line.count {
          places.append(valid + 1)
        } else if let error = outcome.error {
          if error.kind != .empty { places.append(error.offset + 1) }
        } else if outcome.nodes[0].kind == .object {
          records.append(line)
        } else {
          places.append(1)
        }
      }
      #expect(batch.records.map { Array($0.original) } == records)
      #expect(batch.rejections.map(\.finding.location.column) == places)
    }
  }
}
