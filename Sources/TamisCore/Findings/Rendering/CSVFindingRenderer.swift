/// A table as RFC 4180 has it, https://www.rfc-editor.org/rfc/rfc4180: a head, then a row for each
/// finding. Numbers count as in the JSON forms; what a finding does not have is an empty cell.
///
/// There are no verdicts in it: a table has one kind of row.
struct CSVFindingRenderer: FindingRenderer {
  mutating func begin(into output: inout ByteBuffer) {
    output.append(
      "target,rule,name,severity,message,file,line,column,byte_offset,record,pointer,fix\r\n")
  }

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    let location = finding.location
    append(text: finding.target ?? "", to: &output)
    for cell in [
      finding.rule.code, finding.rule.name, finding.severity.rawValue, finding.message,
      location.file,
    ] {
      output.append(",")
      append(text: cell, to: &output)
    }
    for number in [location.line, location.column, location.byteOffset, location.record] {
      output.append(",")
      if let number { output.append(decimal: number) }
    }
    output.append(",")
    append(text: location.pointer ?? "", to: &output)
    output.append(",")
    append(text: finding.fix?.applicability.rawValue ?? "", to: &output)
    output.append("\r\n")
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {}

  /// Appends a cell, in quotes where it needs them. A cell that a spreadsheet would run as a formula
  /// is text behind an apostrophe:
  /// https://owasp.org/www-community/attacks/CSV_Injection.
  private func append(text: String, to output: inout ByteBuffer) {
    var cell = ByteBuffer(capacity: text.utf8.count + 1)
    if text.utf8.count > 1, let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) {
      cell.append("'")
    }
    cell.append(visible: text)
    guard cell.bytes.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") })
    else { return output.append(cell.bytes) }
    output.append("\"")
    for byte in cell.bytes {
      if byte == UInt8(ascii: "\"") { output.append(byte) }
      output.append(byte)
    }
    output.append("\"")
  }
}
