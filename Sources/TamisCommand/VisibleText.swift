/// `bytes` as characters, with nothing in them that a terminal would obey or hide: a newline is `⏎`,
/// other controls and invisible characters are escapes, and so are bytes that are in no character.
func visible(_ bytes: some Sequence<UInt8>) -> String {
  var text = ""
  var parser = Unicode.UTF8.ForwardParser()
  var rest = bytes.makeIterator()
  var consumed: [UInt8] = []
  // The parser does not say which bytes an error took; they are kept beside.
  var recorder = AnyIterator<UInt8> {
    let byte = rest.next()
    if let byte { consumed.append(byte) }
    return byte
  }
  while true {
    switch parser.parseScalar(from: &recorder) {
    case .valid(let encoded):
      consumed.removeFirst(min(encoded.count, consumed.count))
      text += visible(Unicode.UTF8.decode(encoded))
    case .error(let length):
      for byte in consumed.prefix(length) { text += escape(byte) }
      consumed.removeFirst(min(length, consumed.count))
    case .emptyInput:
      return text
    }
  }
}

/// `text` with nothing in it that a terminal would obey or hide.
func visible(_ text: String) -> String { text.unicodeScalars.map(visible).joined() }

private func visible(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": return "⏎"
  case "\t": return #"\t"#
  case "\r": return #"\r"#
  case "\u{200C}", "\u{200D}", "\u{FE00}"..."\u{FE0F}": return String(scalar)
  default: break
  }
  switch scalar.properties.generalCategory {
  case .control where scalar.isASCII: return escape(UInt8(scalar.value))
  case .control, .format, .lineSeparator, .paragraphSeparator:
    return "\\u{" + String(scalar.value, radix: 16) + "}"
  default:
    return scalar.properties.isDefaultIgnorableCodePoint
      ? "\\u{" + String(scalar.value, radix: 16) + "}" : String(scalar)
  }
}

private func escape(_ byte: UInt8) -> String {
  (byte < 16 ? #"\x0"# : #"\x"#) + String(byte, radix: 16)
}
