/// JUnit's XML, as GitLab and Jenkins read it: a suite for each target, and in it a test case for each
/// finding, which has failed; infos have passed. A target without findings has one case, which has
/// passed.
///
/// Keeps the first 5,000 findings, since a suite starts with its counts; the suite's property
/// `left-out` says how many more there were.
///
/// Format: https://github.com/testmoapp/junitxml, https://docs.gitlab.com/ci/testing/unit_test_reports/.
struct JUnitFindingRenderer: FindingRenderer {
  static let limit = 5000
  private var kept: [Finding] = []
  private var leftOut = 0

  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    if kept.count < Self.limit { kept.append(finding) } else { leftOut += 1 }
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tamis\">\n")
    for summary in summaries {
      let findings = kept.filter { summaries.count == 1 || $0.target == summary.target }
      let failures = findings.count { $0.severity > .info }
      output.append("  <testsuite")
      append("name", summary.target ?? "tamis", to: &output)
      append("tests", "\(max(findings.count, 1))", to: &output)
      append("failures", "\(failures)", to: &output)
      output.append(">\n    <properties>\n")
      appendProperty("verdict", summary.verdict.rawValue, to: &output)
      appendProperty("records", "\(summary.recordsChecked)", to: &output)
      if leftOut > 0 { appendProperty("left-out", "\(leftOut)", to: &output) }
      output.append("    </properties>\n")
      if findings.isEmpty {
        output.append("    <testcase")
        append("name", summary.verdict.rawValue, to: &output)
        append("classname", "tamis", to: &output)
        output.append("/>\n")
      }
      for finding in findings { appendCase(finding, to: &output) }
      output.append("  </testsuite>\n")
    }
    output.append("</testsuites>\n")
  }

  private func appendProperty(_ name: String, _ value: String, to output: inout ByteBuffer) {
    output.append("      <property")
    append("name", name, to: &output)
    append("value", value, to: &output)
    output.append("/>\n")
  }

  private func appendCase(_ finding: Finding, to output: inout ByteBuffer) {
    let location = finding.location
    output.append("    <testcase")
    var place = ByteBuffer()
    location.appendPlace(to: &place)
    let words = String(decoding: place.bytes, as: UTF8.self)
    append("name", "\(finding.rule) at \(words)", to: &output)
    append("classname", location.file, to: &output)
    if location.file != "-" { append("file", location.file, to: &output) }
    if let line = location.line { append("line", "\(line)", to: &output) }
    guard finding.severity > .info else {
      output.append("/>\n")
      return
    }
    output.append(">\n      <failure")
    append("type", finding.severity.rawValue, to: &output)
    append("message", finding.message, to: &output)
    output.append(">")
    let pointer = location.pointer.map { $0.isEmpty ? "" : "\n\($0)" } ?? ""
    appendEscaped(words + pointer, to: &output)
    output.append("</failure>\n    </testcase>\n")
  }

  private func append(_ name: StaticString, _ value: String, to output: inout ByteBuffer) {
    output.append(" ")
    output.append(name)
    output.append("=\"")
    appendEscaped(value, to: &output)
    output.append("\"")
  }

  /// Appends characters of XML 1.0; those that it has no place for are spelled out as in the text.
  private func appendEscaped(_ text: String, to output: inout ByteBuffer) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output.append("&amp;")
      case "<": output.append("&lt;")
      case ">": output.append("&gt;")
      case "\"": output.append("&quot;")
      case "\n": output.append("\n")
      case "\u{FFFE}", "\u{FFFF}": output.append("?")
      default: output.append(visible: scalar)
      }
    }
  }
}
