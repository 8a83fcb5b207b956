import TamisCore
import Testing

@Suite struct FindingsSummaryTests {
  @Test(
    "the verdict depends on the worst finding and the fail level",
    arguments: [
      ([], Severity.info, FindingSummary.Verdict.ready),
      ([.info], .error, .ready),
      ([.info], .info, .notReady),
      ([.info, .warning], .error, .readyWithWarnings),
      ([.warning], .warning, .notReady),
      ([.warning, .error], .error, .notReady),
      ([.error], nil, .readyWithWarnings),
    ] as [([Severity], Severity?, FindingSummary.Verdict)])
  func verdict(severities: [Severity], failLevel: Severity?, expected: FindingSummary.Verdict) {
    let findings = severities.map { Finding(.tooDeep, $0, at: .init(file: "f"), "m") }
    #expect(FindingsSamples.summary(of: findings, failLevel: failLevel).verdict == expected)
  }

  @Test("the last line of the text says verdict, target, counts and records")
  func lastLine() {
    let findings = [
      finding(.error, line: 1), finding(.error, line: 1), finding(.error, line: 2),
      finding(.warning, line: 2),
    ]
    #expect(
      lastLine(FindingsSamples.summary(of: findings))
        == "NOT READY for openai-chat: 3 errors, 1 warning in 2 of 10,412 records")
    #expect(
      lastLine(FindingsSamples.summary(of: [finding(.warning, line: 1)], records: 1, target: nil))
        == "READY WITH WARNINGS: 1 warning in 1 of 1 record")
    #expect(
      lastLine(FindingsSamples.summary(of: [finding(.info, line: nil)], records: 1_000_000))
        == "READY for openai-chat: 1 info in 1,000,000 records")
    #expect(
      lastLine(FindingsSamples.summary(of: [], records: 0, target: "a\u{1B}"))
        == #"READY for a\x1b: no findings in 0 records"#)
  }

  @Test("records are told apart by file and number, or by line where there is no number")
  func records() {
    var summary = FindingSummary(recordsChecked: 9)
    func count(_ file: String, line: Int?, record: Int?) {
      summary.count(
        Finding(.tooDeep, .error, at: .init(file: file, line: line, record: record), "m"))
    }
    count("a", line: 1, record: 0)
    count("a", line: 1, record: nil)
    count("a", line: nil, record: nil)
    #expect(summary.recordsWithFindings == 1)
    count("b", line: 1, record: 0)
    count("b", line: 2, record: 1)
    count("b", line: 3, record: nil)
    #expect(summary.recordsWithFindings == 4)
    #expect(summary.total == 6)
  }

  @Test("rules are counted by severity, in the order of code and severity, whatever comes first")
  func rules() {
    let findings = [
      Finding(Rule("T005", "short"), .info, at: .init(file: "f"), "m"),
      Finding(Rule("E001", "bom"), .warning, at: .init(file: "f"), "m"),
      Finding(Rule("T005", "short"), .error, at: .init(file: "f"), "m"),
      Finding(Rule("J002", "syntax"), .error, at: .init(file: "f"), "m"),
      Finding(Rule("E001", "bom"), .warning, at: .init(file: "f"), "m"),
    ]
    for order in [findings, findings.reversed()] {
      let rules = FindingsSamples.summary(of: order).rules
      #expect(
        rules.map { "\($0.rule.code) \($0.severity) \($0.count)" }
          == ["E001 warning 2", "J002 error 1", "T005 error 1", "T005 info 1"])
    }
  }

  private func finding(_ severity: Severity, line: Int?) -> Finding {
    Finding(.tooDeep, severity, at: SourceLocation(file: "f", line: line), "m")
  }

  private func lastLine(_ summary: FindingSummary) -> String {
    var renderer = FindingFormat.text.makeRenderer(options: .init(toolVersion: "1"))
    var output = ByteBuffer()
    renderer.begin(into: &output)
    renderer.end(summary, into: &output)
    let text = String(decoding: output.array, as: UTF8.self)
    return text.split(separator: "\n").last.map(String.init) ?? ""
  }
}
