import CTamisKernels

/// Between the bytes of a JSON string and the characters that it stands for.
///
/// Half of a surrogate pair, which JSON can write and UTF-8 cannot, is carried through as the three
/// bytes that it would have (WTF-8, https://simonsapin.github.io/wtf-8/) and written as an escape
/// again, so that decoding and encoding lose nothing.
public enum JSONString {
  /// Appends the characters of the string whose bytes, without quotes, are `body`.
  ///
  /// The body has passed the scanner. Linear; without a backslash it is a copy.
  public static func decode(_ body: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    guard let base = body.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var at = 0
    while true {
      let run = tamis_find_byte(base + at, body.count - at, UInt8(ascii: "\\"))
      output.append(UnsafeRawBufferPointer(start: base + at, count: run))
      at += run
      if at == body.count { return }
      at += 1
      at += decodeEscape(UnsafeRawBufferPointer(rebasing: body[at...]), into: &output)
    }
  }

  /// Decodes the escape whose bytes behind the backslash start `text`; returns how many they are.
  private static func decodeEscape(
    _ text: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Int {
    switch text[0] {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      let first = codeUnit(text, at: 1)
      if first & 0xFC00 == 0xD800, text.count >= 11, text[5] == UInt8(ascii: "\\"),
        text[6] == UInt8(ascii: "u")
      {
        let second = codeUnit(text, at: 7)
        if second & 0xFC00 == 0xDC00 {
          appendScalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, to: &output)
          return 11
        }
      }
      appendScalar(first, to: &output)
      return 5
    default: output.append(text[0])
    }
    return 1
  }

  private static func codeUnit(_ text: UnsafeRawBufferPointer, at start: Int) -> UInt32 {
    (start..<start + 4).reduce(0) { $0 << 4 | UInt32(hexDigit(text[$1]) ?? 0) }
  }

  private static func appendScalar(_ scalar: UInt32, to output: inout ByteBuffer) {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80: output.append(UInt8(scalar))
    case ..<0x800:
      output.append(0xC0 | UInt8(scalar >> 6))
      output.append(continuation(0))
    case ..<0x10000:
      output.append(0xE0 | UInt8(scalar >> 12))
      output.append(continuation(6))
      output.append(continuation(0))
    default:
      output.append(0xF0 | UInt8(scalar >> 18))
      output.append(continuation(12))
      output.append(continuation(6))
      output.append(continuation(0))
    }
  }

  /// Appends `text` as a JSON string with its quotes.
  ///
  /// Escaped are quotes, backslashes, control characters, and U+2028 and U+2029, which some readers
  /// take for line ends; everything else stays as it is.
  public static func encode(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    output.append(UInt8(ascii: "\""))
    encodeBody(text, into: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// Appends `text` as a JSON string with its quotes.
  public static func encode(_ text: String, into output: inout ByteBuffer) {
    var text = text
    text.withUTF8 { encode(UnsafeRawBufferPointer($0), into: &output) }
  }

  /// Appends `text` as the inside of a JSON string.
  public static func encodeBody(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var at = 0
    // The kernels look up to 18 bytes ahead, which memory of unknown origin may not have.
    let wide = text.count - 32
    while at < wide {
      let room = output.reserve(text.count - at + 16)
      // Safety: the room takes what is left and the 16 bytes that a block may overshoot; at least 32
      // readable bytes lie behind `wide`.
      let copied = tamis_copy_json_plain(room, base + at, wide - at)
      output.advance(by: copied)
      at += copied
      if at < wide { at += encodeEscape(base + at, text.count - at, into: &output) }
    }
    while at < text.count {
      at += encodeEscape(base + at, text.count - at, into: &output)
    }
  }

  /// Appends the character at `text`, escaped where it must be; returns the bytes that it took.
  ///
  /// Stops inside of a multi-byte character only where nothing in it is special.
  public static func encodeEscape(
    _ text: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteBuffer
  ) -> Int {
    switch text[0] {
    case UInt8(ascii: "\""): output.append(#"\""#)
    case UInt8(ascii: "\\"): output.append(#"\\"#)
    case 0x0A: output.append(#"\n"#)
    case 0x0D: output.append(#"\r"#)
    case 0x09: output.append(#"\t"#)
    case 0x08: output.append(#"\b"#)
    case 0x0C: output.append(#"\f"#)
    case ..<0x20: appendUnit(UInt16(text[0]), to: &output)
    case 0xE2 where count >= 3 && text[1] == 0x80 && text[2] & 0xFE == 0xA8:
      appendUnit(0x2000 | UInt16(text[2] & 0x3F), to: &output)
      return 3
    case 0xED where count >= 3 && text[1] >= 0xA0:
      appendUnit(0xD000 | UInt16(text[1] & 0x3F) << 6 | UInt16(text[2] & 0x3F), to: &output)
      return 3
    default: output.append(text[0])
    }
    return 1
  }

  private static func appendUnit(_ unit: UInt16, to output: inout ByteBuffer) {
    output.append(#"\u"#)
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(unit >> shift & 0xF)
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
