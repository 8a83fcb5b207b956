/// Findings for people: what, where, the place in the data, and what to do.
///
///     error[R002] not-alternating: two assistant messages in a row
///       --> train.jsonl:1042:317  record 1041  /messages/4/role
///        |
///        | …"role": "assistant", "content": "Sure."}, {"role": "assistant", "content": "Here…
///        |                                                     ^^^^^^^^^^^
///        = target: openai-chat
///        = fix (unsafe): merge the two messages
///
/// Columns count bytes of the line from 1, records count from 0. Whatever comes from the data is
/// written so that a terminal neither obeys nor hides it.
struct TextFindingRenderer: FindingRenderer {
  private let style: TextStyle
  private let maxPerRule: Int
  /// How many findings of a rule, by its code, there were.
  private var seen: [String: Int] = [:]

  init(color: Bool, maxPerRule: Int?) {
    style = TextStyle(color: color)
    self.maxPerRule = max(0, maxPerRule ?? .max)
  }

  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    let number = seen[finding.rule.code, default: 0] + 1
    seen[finding.rule.code] = number
    guard number <= maxPerRule else { return }
    Self.appendHeadline(finding, style, to: &output)
    appendLocation(finding.location, to: &output)
    if let evidence = finding.shownEvidence {
      append(Excerpt(evidence), finding.severity, to: &output)
    }
    if let target = finding.target { appendNote("target", target, to: &output) }
    if let fix = finding.fix {
      appendNote("fix (\(fix.applicability.rawValue))", fix.description, to: &output)
    }
    output.append("\n")
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    for code in Set(summaries.flatMap { $0.rules.map(\.rule.code) }).sorted() {
      let hidden = seen[code, default: 0] - maxPerRule
      guard hidden > 0 else { continue }
      output.append("… and ")
      output.append(grouped: hidden)
      output.append(" more \(code)\n")
    }
    Self.appendVerdicts(summaries, style, to: &output)
  }

  /// Appends for each summary what can be fixed, and the verdict.
  static func appendVerdicts(
    _ summaries: [FindingSummary], _ style: TextStyle, to output: inout ByteBuffer
  ) {
    for summary in summaries {
      appendFixable(summary.fixable, to: &output)
      appendVerdict(summary, style, to: &output)
    }
  }

  private static func appendFixable(
    _ fixable: (safe: Int, unsafe: Int), to output: inout ByteBuffer
  ) {
    var separator = ""
    for (count, flags) in [
      (fixable.safe, "--fix"), (fixable.unsafe, "--fix --unsafe-fixes"),
    ] where count > 0 {
      output.append(separator)
      output.append(grouped: count)
      if separator.isEmpty {
        output.append(count == 1 ? " finding is fixed by " : " findings are fixed by ")
      } else {
        output.append(" more by ")
      }
      output.append(flags)
      separator = ", "
    }
    if !separator.isEmpty { output.append("\n") }
  }

  /// Appends the line that stands alone: how bad, which rule, and what is wrong.
  static func appendHeadline(
    _ finding: Finding, _ style: TextStyle, to output: inout ByteBuffer
  ) {
    style.begin(finding.severity.style, in: &output)
    output.append("\(finding.severity.rawValue)[\(finding.rule.code)]")
    style.end(in: &output)
    output.append(" ")
    style.begin(.bold, in: &output)
    output.append(finding.rule.name)
    output.append(": ")
    output.append(visible: finding.message)
    style.end(in: &output)
    output.append("\n")
  }

  private func appendLocation(_ location: SourceLocation, to output: inout ByteBuffer) {
    appendFrame("  --> ", to: &output)
    location.appendPlace(to: &output)
    if let record = location.record {
      output.append("  record ")
      output.append(decimal: record)
    }
    if let pointer = location.pointer, !pointer.isEmpty {
      output.append("  ")
      output.append(visible: pointer)
    }
    output.append("\n")
  }

  private func append(
    _ excerpt: consuming Excerpt, _ severity: Severity, to output: inout ByteBuffer
  ) {
    appendFrame("   |\n   | ", to: &output)
    excerpt.appendLine(to: &output)
    appendFrame("\n   | ", to: &output)
    let (indent, count) = excerpt.carets
    output.append(String(repeating: " ", count: indent))
    style.begin(severity.style, in: &output)
    output.append(String(repeating: "^", count: count))
    style.end(in: &output)
    output.append("\n")
  }

  private func appendNote(_ label: String, _ text: String, to output: inout ByteBuffer) {
    appendFrame("   = ", to: &output)
    output.append(label)
    output.append(": ")
    output.append(visible: text)
    output.append("\n")
  }

  private func appendFrame(_ text: String, to output: inout ByteBuffer) {
    style.begin(.blue, in: &output)
    output.append(text)
    style.end(in: &output)
  }

  private static func appendVerdict(
    _ summary: FindingSummary, _ style: TextStyle, to output: inout ByteBuffer
  ) {
    style.begin(summary.verdict.style, in: &output)
    output.append(summary.verdict.rawValue)
    style.end(in: &output)
    if let target = summary.target {
      output.append(" for ")
      output.append(visible: target)
    }
    var separator = ": "
    for severity in Severity.allCases.reversed() {
      let count = summary.count(of: severity)
      guard count > 0 else { continue }
      output.append(separator)
      output.append(grouped: count)
      output.append(" \(severity.rawValue)")
      if count > 1, severity != .info { output.append("s") }
      separator = ", "
    }
    output.append(summary.rules.isEmpty ? ": no findings in " : " in ")
    if summary.recordsWithFindings > 0 {
      output.append(grouped: summary.recordsWithFindings)
      output.append(" of ")
    }
    output.append(grouped: summary.recordsChecked)
    output.append(summary.recordsChecked == 1 ? " record" : " records")
    if summary.accepted > 0 {
      output.append(" (and ")
      output.append(grouped: summary.accepted)
      output.append(" of the baseline)")
    }
    output.append("\n")
  }
}

extension SourceLocation {
  /// Appends `file:line:column`, as far as they are known.
  func appendPlace(to output: inout ByteBuffer) {
    output.append(visible: file == "-" ? "standard input" : file)
    for number in [line, line == nil ? nil : column] {
      guard let number else { break }
      output.append(":")
      output.append(decimal: number)
    }
  }
}

/// Colours, or none.
struct TextStyle {
  var color: Bool

  enum Attribute: String {
    case bold = "1"
    case blue = "34"
    case boldRed = "1;31"
    case boldGreen = "1;32"
    case boldYellow = "1;33"
    case boldBlue = "1;34"
  }

  func begin(_ attribute: Attribute, in output: inout ByteBuffer) {
    if color { output.append("\u{1B}[\(attribute.rawValue)m") }
  }

  func end(in output: inout ByteBuffer) {
    if color { output.append("\u{1B}[0m") }
  }
}

extension Severity {
  fileprivate var style: TextStyle.Attribute {
    switch self {
    case .error: .boldRed
    case .warning: .boldYellow
    case .info: .boldBlue
    }
  }
}

extension FindingSummary.Verdict {
  fileprivate var style: TextStyle.Attribute {
    switch self {
    case .notReady: .boldRed
    case .readyWithWarnings: .boldYellow
    case .ready: .boldGreen
    }
  }
}
