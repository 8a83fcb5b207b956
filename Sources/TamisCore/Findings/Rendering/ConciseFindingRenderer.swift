/// One line for each finding, for `grep`, and for editors that jump to the place:
///
///     train.jsonl:1042:317: error R002 two assistant messages in a row [/messages/4/role]
///
/// The verdicts stand last, a line each.
struct ConciseFindingRenderer: FindingRenderer {
  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    finding.location.appendPlace(to: &output)
    output.append(": \(finding.severity.rawValue) \(finding.rule.code) ")
    output.append(visible: finding.message)
    if let pointer = finding.location.pointer, !pointer.isEmpty {
      output.append(" [")
      output.append(visible: pointer)
      output.append("]")
    }
    output.append("\n")
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    TextFindingRenderer.appendVerdicts(summaries, TextStyle(color: false), to: &output)
  }
}
