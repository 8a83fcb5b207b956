import TamisCore

/// Writes JSON that goes on over several lines as one line, byte by byte.
///
/// White space outside of strings that holds a line end goes, but for one space behind a comma or a
/// colon; all other bytes stay. A line end inside of a string, which JSON does not allow, becomes an
/// escape, so that the text cannot fall apart.
final class JSONJoiner {
  private(set) var text = ByteBuffer()
  private(set) var isInString = false
  private var isEscaped = false
  private var spaces = 0
  private var hasBreak = false
  private var last: UInt8 = 0

  /// Forgets the text.
  func reset() {
    text.removeAll(keepingUpTo: 16 << 20)
    (isInString, isEscaped, spaces, hasBreak, last) = (false, false, 0, false, 0)
  }

  /// Takes the next byte in.
  func take(_ byte: UInt8) {
    if isInString {
      takeInString(byte)
      return
    }
    switch byte {
    case 0x20: spaces += 1
    case 0x0A, 0x0D, 0x09: hasBreak = true
    default:
      if !text.bytes.isEmpty { endSpace() }
      (spaces, hasBreak) = (0, false)
      if byte == UInt8(ascii: "\"") { isInString = true }
      text.append(byte)
      last = byte
    }
  }

  private func endSpace() {
    if !hasBreak {
      for _ in 0..<spaces { text.append(UInt8(ascii: " ")) }
    } else if last == UInt8(ascii: ",") || last == UInt8(ascii: ":") {
      text.append(UInt8(ascii: " "))
    }
  }

  private func takeInString(_ byte: UInt8) {
    if byte == 0x0A {
      text.append(#"\n"#)
      isEscaped = false
      return
    }
    text.append(byte)
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
      last = byte
    }
  }
}
