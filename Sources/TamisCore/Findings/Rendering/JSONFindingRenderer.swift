/// One JSON object, with each finding on a line of its own.
///
/// For one target, and for none:
///
///     {"schema":"tamis.findings/1","findings":[…],"target":…,"verdict":…,"summary":{…}}
///
/// For several, whose findings name theirs:
///
///     {"schema":"tamis.findings/1","findings":[…],"targets":[{"target":…,"verdict":…,"summary":{…}},…]}
///
/// The verdicts stand last because findings are written as they come.
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

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    output.append(isFirst ? "]" : "\n]")
    if summaries.count == 1 {
      appendVerdict(summaries[0], to: &output)
    } else {
      output.append(#","targets":["#)
      for (index, summary) in summaries.enumerated() {
        output.append(index == 0 ? "\n{" : ",\n{")
        appendVerdict(summary, to: &output)
        output.append("}")
      }
      output.append("\n]")
    }
    output.append("}\n")
  }

  private func appendVerdict(_ summary: FindingSummary, to output: inout ByteBuffer) {
    output.appendMember("target", summary.target)
    output.appendMember("verdict", summary.verdict.rawValue)
    output.appendKey("summary")
    output.append("{")
    summary.appendMembers(to: &output)
    output.append("}")
  }
}
