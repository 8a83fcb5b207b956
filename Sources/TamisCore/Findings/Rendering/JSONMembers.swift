/// Members of the objects that findings are written as. A value that is absent is left out, key and all.
extension ByteBuffer {
  /// Appends `,"key":value`; `key` needs no escapes.
  mutating func appendMember(_ key: StaticString, _ value: Int?) {
    guard let value else { return }
    appendKey(key)
    append(decimal: value)
  }

  /// Appends `,"key":"value"`; `key` needs no escapes.
  mutating func appendMember(_ key: StaticString, _ value: String?) {
    guard let value else { return }
    appendKey(key)
    JSONString.encode(value, into: &self)
  }

  /// Appends `,"key":"value"`, with bytes that are not UTF-8 as `\x9f` in the string's characters.
  mutating func appendMember(_ key: StaticString, bytes: ArraySlice<UInt8>) {
    appendKey(key)
    var text = ByteBuffer(capacity: bytes.count)
    for (scalar, range) in LenientUTF8(bytes) {
      let encoded = bytes[(bytes.startIndex + range.lowerBound)...].prefix(range.count)
      for byte in encoded {
        if scalar == nil { text.append(hexEscape: byte) } else { text.append(byte) }
      }
    }
    JSONString.encode(text.bytes, into: &self)
  }

  /// Appends `,"key":`, without the comma behind an opening brace.
  mutating func appendKey(_ key: StaticString) {
    if count > 0, bytes[count - 1] != UInt8(ascii: "{") { append(",") }
    append("\"")
    append(key)
    append("\":")
  }
}

extension Finding {
  /// Appends the finding's members: those of ruff's JSON, and where in the data it is.
  ///
  /// `line`, `column` and `end_column` count from 1, columns in bytes of the line, the end behind the
  /// last byte; `byte_offset` and `record` count from 0. `evidence` is what stands before the place, at
  /// it and behind it. `rendered` is the first line for people.
  func appendMembers(to output: inout ByteBuffer) {
    let shown = shownEvidence
    output.appendMember("rule", rule.code)
    output.appendMember("name", rule.name)
    output.appendMember("severity", severity.rawValue)
    output.appendMember("message", message)
    output.appendMember("file", location.file)
    output.appendMember("line", location.line)
    output.appendMember("column", location.column)
    output.appendMember("end_column", location.column.flatMap { shown?.endColumn(from: $0) })
    output.appendMember("byte_offset", location.byteOffset)
    output.appendMember("record", location.record)
    output.appendMember("pointer", location.pointer)
    output.appendMember("target", target)
    output.appendMember("fingerprint", fingerprint?.hex)
    if let shown {
      let (excerpt, highlight) = (shown.excerpt, shown.highlight)
      output.appendKey("evidence")
      output.append("{")
      output.appendMember("before", bytes: excerpt[..<highlight.lowerBound])
      output.appendMember("highlight", bytes: excerpt[highlight])
      output.appendMember("after", bytes: excerpt[highlight.upperBound...])
      output.append("}")
    }
    if let fix {
      output.appendKey("fix")
      output.append("{")
      output.appendMember("applicability", fix.applicability.rawValue)
      output.appendMember("description", fix.description)
      output.append("}")
    }
    var headline = ByteBuffer()
    TextFindingRenderer.appendHeadline(self, TextStyle(color: false), to: &headline)
    headline.truncate(to: headline.count - 1)
    output.appendKey("rendered")
    JSONString.encode(headline.bytes, into: &output)
  }
}

extension ShownEvidence {
  fileprivate func endColumn(from column: Int) -> Int? {
    isWhole && !highlight.isEmpty ? column + highlight.count : nil
  }
}

extension FindingSummary {
  /// Appends the summary's members.
  func appendMembers(to output: inout ByteBuffer) {
    output.appendMember("verdict", verdict.rawValue)
    output.appendMember("target", target)
    output.appendMember("fail_level", failLevel?.rawValue)
    output.appendMember("records", recordsChecked)
    output.appendMember("records_with_findings", recordsWithFindings)
    output.appendMember("findings", total)
    output.appendMember("errors", count(of: .error))
    output.appendMember("warnings", count(of: .warning))
    output.appendMember("infos", count(of: .info))
    output.appendMember("fixable_safe", fixable.safe)
    output.appendMember("fixable_unsafe", fixable.unsafe)
    output.appendMember("accepted", accepted)
    output.appendKey("rules")
    output.append("[")
    for (index, entry) in rules.enumerated() {
      output.append(index == 0 ? "{" : ",{")
      output.appendMember("rule", entry.rule.code)
      output.appendMember("name", entry.rule.name)
      output.appendMember("severity", entry.severity.rawValue)
      output.appendMember("count", entry.count)
      output.append("}")
    }
    output.append("]")
  }
}
