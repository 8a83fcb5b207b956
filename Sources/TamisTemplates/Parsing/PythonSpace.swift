/// What Python's `str.isspace` takes for white space, in UTF-8.
enum PythonSpace {
  /// Bytes of the white space character that starts at `at`; 0 where there is none.
  @inline(__always)
  static func length(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    let byte = text[at]
    if byte < 0x80 { return isASCIISpace(byte) ? 1 : 0 }
    return wideLength(text, at, end)
  }

  /// Bytes of the white space character that ends in front of `at`; 0 where there is none.
  @inline(__always)
  static func length(_ text: UnsafePointer<UInt8>, before at: Int, from start: Int) -> Int {
    let byte = text[at - 1]
    if byte < 0x80 { return isASCIISpace(byte) ? 1 : 0 }
    for size in 2...3 where at - start >= size && text[at - size] >= 0xC0 {
      return wideLength(text, at - size, at) == size ? size : 0
    }
    return 0
  }

  /// Tab to carriage return, the four separators, and the space.
  @inline(__always)
  static func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 9 < 5 || byte &- 0x1C < 4
  }

  private static func wideLength(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    if text[at] == 0xC2, end - at >= 2 {
      return text[at + 1] == 0x85 || text[at + 1] == 0xA0 ? 2 : 0
    }
    guard end - at >= 3 else { return 0 }
    switch (text[at], text[at + 1], text[at + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
      (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }
}
