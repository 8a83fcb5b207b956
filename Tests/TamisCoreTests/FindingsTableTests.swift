import TamisCore
import Testing

/// The forms that other tools read: a line each, a table, test results, several targets.
@Suite struct FindingsTableTests {
  @Test("hostile findings give whole rows, one line each, and test cases that are closed")
  func hostileFindings() {
    let seed = UInt64.random(in: 0...(.max))
    print("FindingsTableTests.hostileFindings seed \(seed)")
    var generator = HostileFindings(seed: seed)
    for _ in 0..<200 {
      let findings = (0..<4).map { _ in generator.next() }
      let rows = Self.rows(FindingsSamples.text(findings, as: .csv))
      #expect(rows.count == 5 && rows.allSatisfy { $0.count == 12 }, "seed \(seed)")
      for (row, finding) in zip(rows.dropFirst(), findings) {
        #expect(
          row[1] == finding.rule.code && row[6] == finding.location.line.map(String.init) ?? "")
        #expect(row[5] == "-" || !["=", "+", "-", "@"].contains(row[5].first))
      }
      let concise = FindingsSamples.text(findings, as: .concise).split(separator: "\n")
      #expect(concise.count { $0.contains(": \(findings[0].severity.rawValue) ") } >= 1)
      let junit = FindingsSamples.text(findings, as: .junit)
      #expect(junit.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "seed \(seed)")
      let failures = findings.count { $0.severity > .info }
      #expect(junit.ranges(of: "<testcase ").count == 4)
      #expect(junit.ranges(of: "</testcase>").count == failures)
      #expect(junit.ranges(of: "<failure ").count == junit.ranges(of: "</failure>").count)
      #expect(junit.contains("tests=\"4\" failures=\"\(failures)\""))
    }
  }

  /// The rows of a table as RFC 4180 has it.
  private static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        scalars.removeFirst()
        cell.unicodeScalars.append(scalar)
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return rows
  }

  @Test("several targets have a verdict each, in every form that has verdicts")
  func severalTargets() throws {
    var findings = ["one", "two"].map { target in
      Finding(.syntaxError, .error, at: .init(file: "f", line: 3), "m", target: target)
    }
    findings[1].severity = .warning
    func render(_ format: FindingFormat) -> [UInt8] {
      var renderer = format.makeRenderer(options: .init(toolVersion: "1"))
      var output = ByteBuffer()
      renderer.begin(into: &output)
      var summaries = ["one", "two", "three"].map { FindingSummary(recordsChecked: 9, target: $0) }
      for (index, finding) in findings.enumerated() {
        renderer.render(finding, into: &output)
        summaries[index].count(finding)
      }
      renderer.end(summaries, into: &output)
      return output.array
    }
    let json = try JSONDocument(render(.json)).root
    #expect(json["target"] == nil && json["summary"] == nil)
    let verdicts = json["targets"].map { Array($0.elements) } ?? []
    #expect(verdicts.map { $0["target"]?.string } == ["one", "two", "three"])
    #expect(
      verdicts.map { $0["verdict"]?.string } == ["NOT READY", "READY WITH WARNINGS", "READY"])
    #expect(verdicts[0]["summary"]?["records"]?.integer == 9)
    let text = String(decoding: render(.text), as: UTF8.self)
    #expect(
      text.hasSuffix(
        """
        NOT READY for one: 1 error in 1 of 9 records
        READY WITH WARNINGS for two: 1 warning in 1 of 9 records
        READY for three: no findings in 9 records

        """))
    #expect(render(.jsonl).split(separator: 10).count == 5)
    #expect(String(decoding: render(.junit), as: UTF8.self).ranges(of: "<testsuite ").count == 3)
    let properties = try JSONDocument(render(.sarif)).root["runs"]?.elements.first { _ in true }?[
      "properties"]
    #expect(properties?["targets"].map { Array($0.elements).count } == 3)
  }

  @Test("what is accepted and what can be fixed stands with the verdict")
  func counts() {
    var summary = FindingSummary(recordsChecked: 9, target: "t")
    summary.accepted = 3
    for applicability in [Finding.Fix.Applicability.safe, .safe, .unsafe, .displayOnly] {
      summary.count(
        Finding(
          .tooDeep, .warning, at: .init(file: "f", line: 1), "m", fix: .init(applicability, "x")))
    }
    var renderer = FindingFormat.text.makeRenderer(options: .init(toolVersion: "1"))
    var output = ByteBuffer()
    renderer.end(summary, into: &output)
    #expect(
      String(decoding: output.bytes, as: UTF8.self) == """
        2 findings are fixed by --fix, 1 more by --fix --unsafe-fixes
        READY WITH WARNINGS for t: 4 warnings in 1 of 9 records (and 3 of the baseline)

        """)
  }
}
