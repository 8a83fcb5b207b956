import TamisCore

extension Rule {
  /// White space that carries nothing.
  public static let whiteSpace = Rule("C004", "white-space")
}

/// Takes out spaces and tabs at the ends of lines, empty lines past one, and white space at both ends of
/// the text. Indents and spaces inside of lines stay: they mean something in code and tables.
enum WhiteSpaceRepair: TextRepair {
  static let rule = Rule.whiteSpace

  static func firstDefect(in text: UnsafeRawBufferPointer) -> Int? {
    guard let first = text.first, let last = text.last else { return nil }
    if isSpace(first) { return 0 }
    var at = text.nextStop(from: 0)
    while at < text.count {
      if text[at] == 0x0A {
        if isBlank(text[at - 1]) { return at - 1 }
        if at + 2 < text.count, text[at + 1] == 0x0A, text[at + 2] == 0x0A { return at + 2 }
      }
      at = text.nextStop(from: at + 1)
    }
    return isSpace(last) ? text.count - 1 : nil
  }

  static func repair(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    let start = output.count
    var emptyLines = 0
    var line = 0
    while line < text.count {
      let end = text[line...].firstIndex(of: 0x0A) ?? text.count
      var trimmed = end
      while trimmed > line, isBlank(text[trimmed - 1]) { trimmed -= 1 }
      if trimmed == line {
        emptyLines += 1
      } else if output.count == start {
        // The first line that holds anything starts the text, without its indent.
        var first = line
        while isBlank(text[first]) { first += 1 }
        output.append(text.part(first..<trimmed))
        emptyLines = 0
      } else {
        output.append(0x0A)
        if emptyLines > 0 { output.append(0x0A) }
        output.append(text.part(line..<trimmed))
        emptyLines = 0
      }
      line = end + 1
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  private static func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0A }
}
