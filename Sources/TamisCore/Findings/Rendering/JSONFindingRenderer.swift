/// One JSON object, `{"schema":"tamis.findings/1","findings":[…],"summary":{…}}`, with each finding on
/// a line of its own.
struct JSONFindingRenderer: FindingRenderer {
  private var isFirst = true

  mutating func begin(into output: inout ByteBuffer) {
    output.append(#"{"schema":"tamis.findings/1","findings":["#)
  }

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    output.append(isFirst ? "\n{" : ",\n{")
    isFirst = false
    finding.appendMembers(to: &output)
    output.append("}")
  }

  mutating func end(_ summary: FindingSummary, into output: inout ByteBuffer) {
    output.append(isFirst ? #"],"summary":{"# : "\n],\"summary\":{")
    summary.appendMembers(to: &output)
    output.append("}}\n")
  }
}
