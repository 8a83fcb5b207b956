import TamisCore
import Testing

@Suite struct FindingsTextTests {
  @Test("what stands over the carets is what is meant, at every place and length")
  func carets() throws {
    let record = Array((0..<400).map { UInt8(ascii: "a") + UInt8($0 * 7 % 26) })
    for start in stride(from: 0, to: 400, by: 3) {
      for length in [1, 2, 19, 76] where start + length <= record.count {
        let range = start..<start + length
        let (line, carets) = try excerpt(of: range, in: record)
        #expect(carets.count == length, "\(range)")
        #expect(
          over(carets, in: line) == String(decoding: record[range], as: UTF8.self), "\(range)")
        #expect(line.count <= 80)
        let (isCutLeft, isCutRight) = (line.first == "…", line.last == "…")
        #expect(isCutLeft == (carets.lowerBound - (isCutLeft ? 1 : 0) < start), "\(range)")
        let behind = line.count - carets.upperBound - (isCutRight ? 1 : 0)
        #expect(isCutRight == (behind < record.count - range.upperBound), "\(range)")
      }
    }
  }

  @Test("a highlight of more than a line is shown from its start")
  func longHighlight() throws {
    let record = Array(repeating: UInt8(ascii: "x"), count: 300)
    let (line, carets) = try excerpt(of: 10..<290, in: record)
    #expect(line == "…" + String(repeating: "x", count: 78) + "…")
    #expect(carets.count == 78)
  }

  @Test("a place behind the last byte has its caret there")
  func placeAtTheEnd() throws {
    let (line, carets) = try excerpt(of: 3..<4, in: Array("abc".utf8))
    #expect(line == "abc")
    #expect(carets == 3..<4)
  }

  @Test("a highlight outside of its excerpt is pulled in")
  func highlightOutside() throws {
    let evidence = Finding.Evidence(excerpt: Array("abc".utf8), highlight: 7..<9)
    #expect(try excerpt(evidence, column: 8) == ("…abc", 4..<5))
  }

  @Test("carets count two columns for wide characters and none for combining ones")
  func wideCharacters() throws {
    let record = Array("日本e\u{301}x👍z".utf8)
    #expect(try excerpt(of: 0..<3, in: record).carets == 0..<2)
    #expect(try excerpt(of: 3..<6, in: record).carets == 2..<4)
    #expect(try excerpt(of: 4..<5, in: record).carets == 2..<4, "a part means the character")
    #expect(try excerpt(of: 6..<9, in: record).carets == 4..<5)
    #expect(try excerpt(of: 10..<14, in: record).carets == 6..<8)
    #expect(try excerpt(of: 14..<15, in: record).carets == 8..<9)
  }

  @Test(
    "halves of characters are left out where the excerpt was cut, and shown where the data has them"
  )
  func halves() throws {
    let record = Array(String(repeating: "é", count: 100).utf8)
    let (line, _) = try excerpt(of: 101..<102, in: record)
    #expect(
      line == "…" + String(repeating: "é", count: 20) + String(repeating: "é", count: 20) + "…")
    let broken = Array(record[1..<6]) + [0xF0, 0x9F]
    #expect(try excerpt(of: 1..<3, in: broken).line == #"\xa9éé\xf0\x9f"#)
  }

  @Test("controls, overrides and bad bytes are escaped, spelling joiners are not")
  func escapes() throws {
    let hidden = Array(
      "\u{0}\u{7F}\u{85}\u{200E}\u{202E}\u{2028}\u{FEFF}\u{E0041}\u{3164}\u{FFF9}".utf8)
    #expect(
      try excerpt(of: 0..<1, in: hidden).line
        == #"\x00\x7f\u{85}\u{200e}\u{202e}\u{2028}\u{feff}\u{e0041}\u{3164}\u{fff9}"#)
    let broken = Array("क\u{94D}\u{200D}ष".utf8) + [0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xFF]
    let line = try excerpt(of: 0..<3, in: broken).line
    #expect(line.utf8.elementsEqual(#"क्‍ष\x80\xc0\xaf\xed\xa0\x80\xff"#.utf8))
  }

  @Test("text of hostile findings is clean UTF-8 of the expected lines, without colour")
  func hostileFindings() throws {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...(.max), using: &random)
    print("FindingsTextTests.hostileFindings seed \(seed)")
    var generator = HostileFindings(seed: seed)
    for _ in 0..<2000 {
      let finding = generator.next()
      let output = FindingsSamples.render([finding], as: .text)
      let text = String(decoding: output, as: UTF8.self)
      try #require(output.elementsEqual(text.utf8), "not UTF-8; seed \(seed)")
      let bad = text.unicodeScalars.first { $0 != "\n" && HostileFindings.isHostile($0) }
      try #require(bad == nil, "\(bad.debugDescription) in the text; seed \(seed)")
      let hasExcerpt = finding.evidence.map { !$0.excerpt.isEmpty } ?? false
      // A fix has a note with the finding and, where it can be made, a line with the verdict.
      let fix = finding.fix.map { $0.applicability == .displayOnly ? 1 : 2 } ?? 0
      let notes = (finding.target == nil ? 0 : 1) + fix
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 5 + (hasExcerpt ? 3 : 0) + notes, "seed \(seed): \(text)")
    }
  }

  @Test("findings past the limit of their rule are counted, by code")
  func limit() {
    func finding(_ code: String) -> Finding {
      Finding(Rule(code, "x"), .warning, at: SourceLocation(file: "f"), "m")
    }
    let findings = (0..<1208).map { _ in finding("J002") } + (0..<4).map { _ in finding("E003") }
    let text = FindingsSamples.text(findings, maxPerRule: 3)
    #expect(
      text.hasSuffix(
        """

        … and 1 more E003
        … and 1,205 more J002
        READY WITH WARNINGS for openai-chat: 1,212 warnings in 10,412 records

        """))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("warning[") } == 6)
    let all = FindingsSamples.text(findings, maxPerRule: nil)
    #expect(all.split(separator: "\n").count { $0.hasPrefix("warning[") } == 1212)
    #expect(!all.contains("more"))
  }

  /// The line with the data and the columns of the carets under it, without the frame.
  private func excerpt(
    of range: Range<Int>, in record: [UInt8]
  ) throws -> (line: String, carets: Range<Int>) {
    try excerpt(
      FindingsSamples.evidence(of: range, in: record), column: range.lowerBound + 1)
  }

  private func excerpt(
    _ evidence: Finding.Evidence, column: Int
  ) throws -> (line: String, carets: Range<Int>) {
    let finding = Finding(
      .syntaxError, .error, at: SourceLocation(file: "f", line: 1, column: column), "m",
      evidence: evidence)
    let lines = FindingsSamples.text([finding]).split(separator: "\n")
    try #require(lines.count > 4 && lines[2] == "   |")
    let carets = lines[4].dropFirst(5)
    let first = try #require(carets.firstIndex(of: "^"))
    try #require(carets[first...].allSatisfy { $0 == "^" })
    let indent = carets.distance(from: carets.startIndex, to: first)
    return (String(lines[3].dropFirst(5)), indent..<carets.count)
  }

  /// The characters of `line`, all one column wide, in the columns of `carets`.
  private func over(_ carets: Range<Int>, in line: String) -> String {
    String(line.dropFirst(carets.lowerBound).prefix(carets.count))
  }
}
