/// One JSON object in each line: findings, `tamis.finding/1`, as they come, and last the summary,
/// `tamis.summary/1`, one for each target. A stream without the last lines is not whole.
struct JSONLFindingRenderer: FindingRenderer {
  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    output.append(#"{"schema":"tamis.finding/1""#)
    finding.appendMembers(to: &output)
    output.append("}\n")
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    for summary in summaries {
      output.append(#"{"schema":"tamis.summary/1""#)
      summary.appendMembers(to: &output)
      output.append("}\n")
    }
  }
}
