/// An image that is written out in its URL: `data:image/png;base64,iVBORw0K…` (RFC 2397).
struct DataURL {
  /// The media type: `image/png`.
  let type: UnsafeRawBufferPointer
  /// The base64 text.
  let data: UnsafeRawBufferPointer

  /// The parts of `url`; `nil` where it isn't a data URL in base64.
  init?(_ url: UnsafeRawBufferPointer) {
    guard url.count > 5, let comma = url.firstOffset(of: UInt8(ascii: ",")) else { return nil }
    let head = UnsafeRawBufferPointer(rebasing: url[5..<max(comma, 5)])
    guard head.count > 7,
      UnsafeRawBufferPointer(rebasing: head.suffix(7)).isText(";base64")
    else { return nil }
    type = UnsafeRawBufferPointer(rebasing: head.prefix { $0 != UInt8(ascii: ";") })
    data = UnsafeRawBufferPointer(rebasing: url[(comma + 1)...])
  }

  /// Bytes that the data decodes to.
  var decodedCount: Int { data.count / 4 * 3 - data.suffix(2).count { $0 == UInt8(ascii: "=") } }

  /// The first bytes of the image, up to twelve.
  var head: [UInt8] {
    var bytes: [UInt8] = []
    var at = 0
    while at + 4 <= data.count, bytes.count < 12 {
      let digits = (at..<at + 4).map { UInt32(Base64Check.value(of: data[$0]) ?? 0) }
      let group = digits[0] << 18 | digits[1] << 12 | digits[2] << 6 | digits[3]
      for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(group >> shift & 0xFF)) }
      at += 4
    }
    return bytes
  }
}

/// Base64 as RFC 4648 has it, with padding.
enum Base64Check {
  /// Offset of the first byte that base64 does not have there; `nil` for a good text.
  static func firstError(in text: UnsafeRawBufferPointer) -> Int? {
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    for index in 0..<text.count - padding where value(of: text[index]) == nil { return index }
    return text.count % 4 == 0 ? nil : text.count
  }

  /// The six bits of a digit.
  @inline(__always)
  static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
