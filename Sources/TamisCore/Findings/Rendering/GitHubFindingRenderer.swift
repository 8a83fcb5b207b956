/// Workflow commands of GitHub Actions, `::error title=…,file=…,line=…,col=…::message`.
///
/// A step may make 10 annotations of each level, the rest is dropped without a word:
/// https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations. So the first
/// ones of each level are written, and a notice says how many are missing; it is one of the 10, too.
///
/// Commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
/// Escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
struct GitHubFindingRenderer: FindingRenderer {
  /// How many annotations of a level may still be made.
  private var room: [Severity: Int] = [.error: 10, .warning: 10, .info: 9]
  private var missing = 0

  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    guard let left = room[finding.severity], left > 0 else {
      missing += 1
      return
    }
    room[finding.severity] = left - 1
    let location = finding.location
    output.append(finding.severity == .info ? "::notice" : "::\(finding.severity.rawValue)")
    appendEscaped(" title=\(finding.rule)", isProperty: true, to: &output)
    if location.file != "-" {
      output.append(",file=")
      appendEscaped(location.file, isProperty: true, to: &output)
      if let line = location.line {
        output.append(",line=\(line)")
        if let column = location.column { output.append(",col=\(column)") }
      }
    }
    output.append("::")
    if location.file == "-" {
      location.appendPlace(to: &output)
      output.append(": ")
    }
    appendEscaped(finding.message, isProperty: false, to: &output)
    output.append("\n")
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    guard missing > 0 else { return }
    output.append("::notice title=tamis::")
    output.append(decimal: missing)
    output.append(missing == 1 ? " more finding" : " more findings")
    output.append("; GitHub shows 10 of each level\n")
  }

  private func appendEscaped(_ text: String, isProperty: Bool, to output: inout ByteBuffer) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": output.append("%25")
      case "\r": output.append("%0D")
      case "\n": output.append("%0A")
      case ":" where isProperty: output.append("%3A")
      case "," where isProperty: output.append("%2C")
      default: output.append(visible: scalar)
      }
    }
  }
}
