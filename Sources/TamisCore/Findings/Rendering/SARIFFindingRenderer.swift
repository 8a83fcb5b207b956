// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, as GitHub code
// scanning reads it, https://docs.github.com/en/code-security/reference/code-scanning/sarif-files.
//
// Columns. A finding's column counts bytes; SARIF 2.1.0 knows UTF-16 code units and code points only.
// `columnKind` is `utf16CodeUnits`, and columns are given where they can be counted: where the evidence
// reaches back to the start of the line. Elsewhere the region is the line, and the byte column is a
// property of the result.
//
// Offsets. A region's line and columns must mean the same bytes as its `byteOffset` and `byteLength`
// (section 3.30.1), and missing columns mean the whole line. So the offset stands in the region where
// there are columns, or where there is no line, and else in the properties.

/// Findings as a SARIF log. Keeps the worst 5,000, the first ones of each severity: as many as GitHub
/// shows. `run.properties` says how many were left out.
struct SARIFFindingRenderer: FindingRenderer {
  static let limit = 5000

  private let toolVersion: String
  private var kept: [Severity: [Finding]] = [:]
  private var count = 0

  init(toolVersion: String) { self.toolVersion = toolVersion }

  mutating func begin(into output: inout ByteBuffer) {}

  mutating func render(_ finding: Finding, into output: inout ByteBuffer) {
    kept[finding.severity, default: []].append(finding)
    count += 1
    guard count > Self.limit else { return }
    let mildest = Severity.allCases.first { kept[$0]?.isEmpty == false }
    if let mildest { kept[mildest]?.removeLast() }
  }

  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer) {
    let results = Severity.allCases.reversed().flatMap { kept[$0] ?? [] }
    output.append("{")
    output.appendMember(
      "$schema",
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    output.append(#","version":"2.1.0","runs":[{"tool":{"driver":{"name":"tamis""#)
    output.appendMember("version", toolVersion)
    appendRules(of: results, to: &output)
    output.append(#"}},"columnKind":"utf16CodeUnits","results":["#)
    var separator = "\n{"
    for finding in results {
      output.append(separator)
      appendResult(finding, to: &output)
      output.append("}")
      separator = ",\n{"
    }
    output.append("\n],\"properties\":{")
    if summaries.count == 1 {
      appendVerdict(summaries[0], to: &output)
    } else {
      output.append(#""targets":["#)
      for (index, summary) in summaries.enumerated() {
        output.append(index == 0 ? "{" : ",{")
        appendVerdict(summary, to: &output)
        output.append("}")
      }
      output.append("]")
    }
    output.appendMember("findings", count)
    if count > Self.limit {
      output.appendMember("resultLimit", Self.limit)
      output.appendMember("resultsLeftOut", count - Self.limit)
    }
    output.append("}}]}\n")
  }

  private func appendVerdict(_ summary: FindingSummary, to output: inout ByteBuffer) {
    output.appendMember("verdict", summary.verdict.rawValue)
    output.appendMember("target", summary.target)
    output.appendMember("recordsChecked", summary.recordsChecked)
  }

  private func appendRules(of results: [Finding], to output: inout ByteBuffer) {
    output.appendKey("rules")
    output.append("[")
    let rules = Set(results.map(\.rule)).sorted { ($0.code, $0.name) < ($1.code, $1.name) }
    for (index, rule) in rules.enumerated() {
      output.append(index == 0 ? "\n{" : ",\n{")
      output.appendMember("id", rule.code)
      output.appendMember("name", rule.name)
      output.append(#","shortDescription":{"#)
      output.appendMember("text", rule.name.split(separator: "-").joined(separator: " "))
      output.append("}}")
    }
    output.append("]")
  }

  private func appendResult(_ finding: Finding, to output: inout ByteBuffer) {
    let columns = finding.utf16Columns
    let location = finding.location
    output.appendMember("ruleId", finding.rule.code)
    output.appendMember("level", finding.severity == .info ? "note" : finding.severity.rawValue)
    output.append(#","message":{"#)
    appendText(finding.message, to: &output)
    output.append(#"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":""#)
    appendURI(location.file, to: &output)
    output.append("\"}")
    let offset = location.line == nil || columns != nil ? location.byteOffset : nil
    if location.line != nil || offset != nil {
      output.append(#","region":{"#)
      output.appendMember("startLine", location.line)
      output.appendMember("startColumn", columns?.text.lowerBound)
      output.appendMember("endColumn", columns?.text.upperBound)
      output.appendMember("byteOffset", offset)
      output.appendMember("byteLength", offset.flatMap { _ in columns?.bytes })
      output.append("}")
    }
    output.append(#"}}],"partialFingerprints":{"#)
    output.appendMember("ruleAndEvidence/v1", finding.evidenceFingerprint.hex)
    output.appendMember("ruleAndRecord/v1", finding.fingerprint?.hex)
    output.append(#"},"properties":{"#)
    output.appendMember("record", location.record)
    output.appendMember("pointer", location.pointer)
    output.appendMember("target", finding.target)
    if columns == nil { output.appendMember("byteColumn", location.column) }
    if offset == nil { output.appendMember("byteOffset", location.byteOffset) }
    output.append("}")
  }

  /// Appends `message` as a plain text message: braces are doubled (section 3.11.5), data cannot make a
  /// link (section 3.11.6), and nothing in it is obeyed by a terminal that it is printed to.
  private func appendText(_ message: String, to output: inout ByteBuffer) {
    var text = ByteBuffer(capacity: message.utf8.count)
    var previous: Unicode.Scalar = " "
    for scalar in message.unicodeScalars {
      switch scalar {
      case "{": text.append("{{")
      case "}": text.append("}}")
      case "(" where previous == "]": text.append(" (")
      case "\n": text.append("\n")
      default: text.append(visible: scalar)
      }
      previous = scalar
    }
    output.appendKey("text")
    JSONString.encode(text.bytes, into: &output)
  }

  /// Appends a path as a relative reference (RFC 3986): all but unreserved characters and slashes
  /// are percent-encoded.
  private func appendURI(_ path: String, to output: inout ByteBuffer) {
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        output.append(byte)
      default:
        output.append((byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true))
      }
    }
  }
}

extension Finding {
  /// What stays the same when lines move: the rule, and the bytes around the place, or the message
  /// where there are none.
  fileprivate var evidenceFingerprint: ContentHash {
    ContentHash(Array(rule.code.utf8) + [0] + (evidence?.excerpt ?? Array(message.utf8)))
  }

  /// The columns of what is meant, in UTF-16 code units from 1, and its length in bytes; `nil` where
  /// they cannot be counted. Bytes that are no characters are a place without length.
  fileprivate var utf16Columns: (text: Range<Int>, bytes: Int)? {
    guard location.line != nil, let shown = shownEvidence, shown.isWhole,
      location.column == shown.highlight.lowerBound + 1
    else { return nil }
    let meant = shown.highlight
    guard let before = utf16Length(shown.excerpt[..<meant.lowerBound]) else { return nil }
    let length = utf16Length(shown.excerpt[meant])
    return (before + 1..<before + 1 + (length ?? 0), length == nil ? 0 : meant.count)
  }

  private func utf16Length(_ bytes: ArraySlice<UInt8>) -> Int? {
    var length = 0
    for (scalar, _) in LenientUTF8(bytes) {
      guard let scalar else { return nil }
      length += UTF16.width(scalar)
    }
    return length
  }
}
