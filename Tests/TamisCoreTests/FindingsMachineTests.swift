import TamisCore
import Testing

/// What programs read: JSON, JSON Lines, SARIF, and the commands of GitHub Actions.
@Suite struct FindingsMachineTests {
  @Test("hostile findings give valid JSON, SARIF and one command a line")
  func hostileFindings() throws {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...(.max), using: &random)
    print("FindingsMachineTests.hostileFindings seed \(seed)")
    var generator = HostileFindings(seed: seed)
    for _ in 0..<300 {
      let findings = (0..<5).map { _ in generator.next() }
      let note = Comment(rawValue: "seed \(seed)")

      let json = try JSONDocument(FindingsSamples.render(findings, as: .json)).root
      let list = try #require(json["findings"]?.elements)
      for (finding, value) in zip(findings, list) {
        #expect(
          value["message"]?.string.map { Array($0.utf8) } == Array(finding.message.utf8), note)
        #expect(value["file"]?.string.map { Array($0.utf8) } == Array(finding.location.file.utf8))
        #expect(value["pointer"]?.string == finding.location.pointer, note)
        #expect(value["line"]?.integer == finding.location.line, note)
      }
      #expect(Array(list).count == 5)

      let lines = FindingsSamples.render(findings, as: .jsonl).split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == 6, note)
      for line in lines {
        let schema = try JSONDocument(Array(line)).root["schema"]?.string
        #expect(schema == (line == lines.last ? "tamis.summary/1" : "tamis.finding/1"), note)
      }

      let sarif = try JSONDocument(FindingsSamples.render(findings, as: .sarif)).root
      let run = try #require(sarif["runs"]?.firstElement)
      #expect(run["results"].map { Array($0.elements).count } == 5, note)

      let commands = FindingsSamples.text(findings, as: .github).split(separator: "\n")
      #expect(commands.count == 5, note)
      for (finding, command) in zip(findings, commands) {
        let (level, properties, _) = try #require(parse(command))
        #expect(level == (finding.severity == .info ? "notice" : finding.severity.rawValue), note)
        #expect(properties["title"] == finding.rule.description, note)
        #expect(
          (properties["col"] != nil)
            == (properties["line"] != nil && finding.location.column != nil))
      }
    }
  }

  @Test("the parts of the evidence make up its characters, and bad bytes are spelled out")
  func evidence() throws {
    let record = Array(#"{"a": "é\n"#.utf8) + [0xFF, 0xE2, 0x82] + Array("x\"}".utf8)
    let finding = Finding(
      .invalidUTF8, .error, at: SourceLocation(file: "f", line: 1, column: 12), "m",
      evidence: FindingsSamples.evidence(of: 11..<12, in: record))
    let document = try JSONDocument(FindingsSamples.render([finding], as: .json))
    let first = try #require(document.root["findings"]?.firstElement)
    let evidence = try #require(first["evidence"])
    #expect(evidence["before"]?.string == #"{"a": "é\n"#)
    #expect(evidence["highlight"]?.string == #"\xff"#)
    #expect(evidence["after"]?.string == #"\xe2\x82x"}"#)
    #expect(first["end_column"]?.integer == 13)
    #expect(first["rendered"]?.string == "error[E003] invalid-utf8: m")
  }

  @Test("a value that is absent has no key")
  func absentValues() throws {
    let finding = Finding(.syntaxError, .info, at: SourceLocation(file: "f"), "m")
    let document = try JSONDocument(
      FindingsSamples.render([finding], as: .jsonl).split(separator: 10).first.map(Array.init) ?? []
    )
    let keys = document.root.members.map { $0.key.string ?? "" }
    #expect(keys == ["schema", "rule", "name", "severity", "message", "file", "rendered"])
  }

  @Test(
    "SARIF gives columns in UTF-16 code units where the evidence reaches back to the line's start",
    arguments: [
      (#"{"😀é": x}"#, 11..<12, 1, ColumnCase(start: 9, end: 10, offset: 1011, length: 1)),
      ("abc", 3..<4, 1, ColumnCase(start: 4, end: 4, offset: 1003, length: 0)),
      (
        String(repeating: "a", count: 90), 40..<42, 1,
        ColumnCase(start: 41, end: 43, offset: 1040, length: 2)
      ),
      (String(repeating: "a", count: 90), 41..<42, 1, ColumnCase()),
      ("abc", 1..<2, nil, ColumnCase(offset: 1001)),
      ("ab\ncd", 3..<4, 1, ColumnCase()),
      (String(repeating: "a", count: 300), 0..<300, 1, ColumnCase()),
    ])
  func columns(text: String, range: Range<Int>, line: Int?, expected: ColumnCase) throws {
    let finding = Finding(
      .syntaxError, .error,
      at: SourceLocation(
        file: "f", line: line, column: range.lowerBound + 1, byteOffset: 1000 + range.lowerBound),
      "m", evidence: FindingsSamples.evidence(of: range, in: Array(text.utf8)))
    let result = try #require(sarifResults([finding]).first)
    let region = try #require(
      result["locations"]?.firstElement?["physicalLocation"]?["region"])
    #expect(region["startLine"]?.integer == line)
    #expect(region["startColumn"]?.integer == expected.start)
    #expect(region["endColumn"]?.integer == expected.end)
    #expect(region["byteOffset"]?.integer == expected.offset)
    #expect(region["byteLength"]?.integer == expected.length)
    let isExact = expected.start != nil
    #expect(result["properties"]?["byteColumn"]?.integer == (isExact ? nil : range.lowerBound + 1))
  }

  struct ColumnCase: Sendable {
    var start: Int?
    var end: Int?
    var offset: Int?
    var length: Int?
  }

  @Test("SARIF keeps the worst 5,000, the first of each severity, and says how many it left out")
  func sarifLimit() throws {
    func finding(_ severity: Severity, _ line: Int) -> Finding {
      Finding(Rule("T00\(line % 3)", "x"), severity, at: SourceLocation(file: "f", line: line), "m")
    }
    let findings =
      (1...4990).map { finding(.info, $0) } + (1...20).map { finding(.warning, $0) }
      + (1...7).map { finding(.error, $0) }
    let output = try JSONDocument(FindingsSamples.render(findings, as: .sarif))
    let run = try #require(output.root["runs"]?.firstElement)
    let results = Array(try #require(run["results"]).elements)
    #expect(results.count == 5000)
    #expect(results.count { $0["level"]?.string == "error" } == 7)
    #expect(results.count { $0["level"]?.string == "warning" } == 20)
    let last = results.last?["locations"]?.firstElement?["physicalLocation"]
    #expect(last?["region"]?["startLine"]?.integer == 4973)
    #expect(run["properties"]?["findings"]?.integer == 5017)
    #expect(run["properties"]?["resultsLeftOut"]?.integer == 17)
  }

  @Test("a fingerprint depends on rule and evidence, not on the place")
  func fingerprints() throws {
    func finding(_ rule: Rule, _ text: String, line: Int) -> Finding {
      Finding(
        rule, .error, at: SourceLocation(file: "f", line: line), "m",
        evidence: .init(excerpt: Array(text.utf8), highlight: 0..<1))
    }
    let prints = try sarifResults([
      finding(.syntaxError, "a", line: 1), finding(.syntaxError, "a", line: 9),
      finding(.syntaxError, "b", line: 1), finding(.tooDeep, "a", line: 1),
    ]).map { $0["partialFingerprints"]?["ruleAndEvidence/v1"]?.string ?? "" }
    #expect(prints[0] == prints[1])
    #expect(Set(prints).count == 3)
    #expect(prints.allSatisfy { $0.utf8.count == 32 })
  }

  @Test("GitHub gets 10 of each level at most, the last one saying how many more there are")
  func githubLimit() {
    let findings = Severity.allCases.flatMap { severity -> [Finding] in
      (1...30).map { Finding(.tooDeep, severity, at: .init(file: "f", line: $0), "m") }
    }
    let lines = FindingsSamples.text(findings, as: .github).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("::error ") } == 10)
    #expect(lines.count { $0.hasPrefix("::warning ") } == 10)
    #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
    #expect(lines.last == "::notice title=tamis::61 more findings; GitHub shows 10 of each level")
  }

  @Test("GitHub reads back the file name and the message that were meant")
  func githubEscapes() throws {
    let finding = Finding(
      .tooDeep, .error, at: .init(file: "a,b:c%2C=d.jsonl", line: 3, column: 7), "50%\r\n::x, y: z")
    let line = FindingsSamples.text([finding], as: .github).split(separator: "\n")
    let (_, properties, message) = try #require(parse(line[0]))
    #expect(
      properties == ["title": "J010 too-deep", "file": "a,b:c%2C=d.jsonl", "line": "3", "col": "7"])
    #expect(message == "50%\r\n::x, y: z")
  }

  private func sarifResults(_ findings: [Finding]) throws -> [JSONValue] {
    let document = try JSONDocument(FindingsSamples.render(findings, as: .sarif))
    return document.root["runs"]?.firstElement?["results"].map { Array($0.elements) } ?? []
  }

  /// Reads a command as the runner does:
  /// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs.
  private func parse(
    _ line: Substring
  ) -> (level: String, properties: [String: String], message: String)? {
    let bytes = Array(line.utf8)
    let colons = bytes.indices.filter { bytes[$0...].starts(with: "::".utf8) }
    guard colons.first == 0, let middle = colons.first(where: { $0 >= 2 }) else { return nil }
    let head = bytes[2..<middle].split(separator: UInt8(ascii: " "), maxSplits: 1)
    guard head.count == 2 else { return nil }
    var properties: [String: String] = [:]
    for property in head[1].split(separator: UInt8(ascii: ",")) {
      let pair = property.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard let key = pair.first else { return nil }
      properties[characters(key)] = unescape(characters(pair.dropFirst().joined()))
    }
    return (characters(head[0]), properties, unescape(characters(bytes[(middle + 2)...])))
  }

  private func characters(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
  }

  /// The runner replaces in this order. It has `%3A` and `%2C` in properties only; the messages here
  /// hold neither.
  private func unescape(_ text: String) -> String {
    let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
    return pairs.reduce(text) { text, pair in
      text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
    }
  }
}

extension JSONValue {
  fileprivate var firstElement: JSONValue? { elements.first { _ in true } }
}
