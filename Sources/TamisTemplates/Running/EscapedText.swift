/// The characters of a JSON string with escapes, written straight to where they will stay.
///
/// What `JSONString.decode` does by way of a buffer. The text is copied sixteen bytes at a time; where they
/// hold a backslash, its escape is read and the copying goes on behind it.
enum EscapedText {
  /// Writes what the string whose bytes without quotes are `body` stands for; returns how many bytes.
  ///
  /// The body has passed the scanner, and `output` has room for as many bytes as it has: no escape
  /// writes more than it takes.
  static func decode(_ body: UnsafeRawBufferPointer, to output: UnsafeMutablePointer<UInt8>) -> Int
  {
    guard let base = body.baseAddress else { return 0 }
    let destination = UnsafeMutableRawPointer(output)
    var (at, written) = (0, 0)
    while true {
      // The way on does not wait for where the mark is: with a mark the loop is over.
      while body.count &- at >= 16 {
        // Safety: sixteen bytes are left to read, and at least as many to write.
        let low = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let high = base.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
        destination.storeBytes(of: low, toByteOffset: written, as: UInt64.self)
        destination.storeBytes(of: high, toByteOffset: written &+ 8, as: UInt64.self)
        let marks = (backslashes(low), backslashes(high))
        if marks.0 | marks.1 != 0 {
          let plain =
            marks.0 != 0 ? place(of: marks.0) : 8 &+ place(of: marks.1)
          at &+= plain
          written &+= plain
          break
        }
        at &+= 16
        written &+= 16
      }
      while at < body.count, body[at] != UInt8(ascii: "\\") {
        output[written] = body[at]
        at &+= 1
        written &+= 1
      }
      if at == body.count { return written }
      written &+= escape(body, &at, output + written)
    }
  }

  /// The word with the highest bit of each byte that is a backslash, and maybe of others behind the first.
  @inline(__always)
  private static func backslashes(_ word: UInt64) -> UInt64 {
    let difference = word ^ 0x5C5C_5C5C_5C5C_5C5C
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// Which byte the first mark stands for.
  @inline(__always)
  private static func place(of marks: UInt64) -> Int {
    UInt64(littleEndian: marks).trailingZeroBitCount >> 3
  }

  /// Writes the character of the escape at `at`, and moves behind it; returns how many bytes it has.
  @inline(__always)
  private static func escape(
    _ body: UnsafeRawBufferPointer, _ at: inout Int, _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let byte = body[at + 1]
    guard byte != UInt8(ascii: "u") else { return codeUnits(body, &at, output) }
    at &+= 2
    // What b, f, n, r and t stand for is less than 16: a table of nibbles by the letter's last bits, of
    // which no branch can be guessed wrong. All others stand for themselves.
    let nibbles: UInt64 = byte & 0x10 == 0 ? 0x0A00_0000_0C00_0800 : 0x0009_0D00
    let letter = UInt8(truncatingIfNeeded: nibbles &>> UInt64((byte & 0x0F) &* 4)) & 0x0F
    output[0] = byte & 0x40 != 0 && byte != UInt8(ascii: "\\") ? letter : byte
    return 1
  }

  /// Writes the character of `\uXXXX`, or of two that are a surrogate pair. Half of a pair is written as
  /// the three bytes that it would have.
  private static func codeUnits(
    _ body: UnsafeRawBufferPointer, _ at: inout Int, _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var scalar = codeUnit(body, at + 2)
    at += 6
    if scalar & 0xFC00 == 0xD800, body.count - at >= 6, body[at] == UInt8(ascii: "\\"),
      body[at + 1] == UInt8(ascii: "u")
    {
      let low = codeUnit(body, at + 2)
      if low & 0xFC00 == 0xDC00 {
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
        at += 6
      }
    }
    var bytes: Bytes = []
    UTF8Text.append(scalar, to: &bytes)
    output.update(from: bytes, count: bytes.count)
    return bytes.count
  }

  private static func codeUnit(_ body: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    var value: UInt32 = 0
    for place in start..<start + 4 {
      let byte = body[place]
      value = value << 4 | UInt32(byte < 0x3A ? byte &- 0x30 : (byte | 0x20) &- 0x57)
    }
    return value
  }
}
