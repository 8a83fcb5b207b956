#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Characters of UTF-8 text, as Python counts them: by scalar.
///
/// Halves of surrogate pairs come as three bytes (WTF-8) and count as one, as they do in Python.
enum UTF8Text {
  /// Appends the UTF-8 of a scalar, or the three bytes of half of a surrogate pair.
  static func append(_ scalar: UInt32, to text: inout Bytes) {
    switch scalar {
    case ..<0x80: text.append(UInt8(scalar))
    case ..<0x800: text += [0xC0 | UInt8(scalar >> 6), 0x80 | UInt8(scalar & 0x3F)]
    case ..<0x10000:
      text += [
        0xE0 | UInt8(scalar >> 12), 0x80 | UInt8(scalar >> 6 & 0x3F), 0x80 | UInt8(scalar & 0x3F),
      ]
    default:
      text += [
        0xF0 | UInt8(scalar >> 18), 0x80 | UInt8(scalar >> 12 & 0x3F),
        0x80 | UInt8(scalar >> 6 & 0x3F), 0x80 | UInt8(scalar & 0x3F),
      ]
    }
  }

  /// Bytes of the character that starts with `byte`.
  @inline(__always)
  static func length(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// The character at `at`, and its bytes.
  static func decode(_ text: UnsafeRawBufferPointer, _ at: Int) -> (scalar: UInt32, length: Int) {
    let first = text[at]
    let length = min(length(first), text.count - at)
    func rest(_ index: Int) -> UInt32 { UInt32(text[at + index] & 0x3F) }
    switch length {
    case 2: return (UInt32(first & 0x1F) << 6 | rest(1), 2)
    case 3: return (UInt32(first & 0x0F) << 12 | rest(1) << 6 | rest(2), 3)
    case 4: return (UInt32(first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
    default: return (UInt32(first), 1)
    }
  }

  /// How many characters there are: the bytes that go on with none.
  static func count(_ text: UnsafeRawBufferPointer) -> Int {
    var continuations = 0
    var at = 0
    while at + 8 <= text.count {
      // Safety: eight bytes from `at` lie within the text.
      let word = text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let marks = (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
      continuations &+= marks.nonzeroBitCount
      at += 8
    }
    while at < text.count {
      if text[at] & 0xC0 == 0x80 { continuations += 1 }
      at += 1
    }
    return text.count - continuations
  }

  /// The byte at which the character number `index` starts, from the byte `start` on; the end where
  /// there are not so many.
  static func offset(
    of index: Int, in text: UnsafeRawBufferPointer, from start: Int = 0
  ) -> Int {
    var at = start
    for _ in 0..<max(index, 0) {
      if at >= text.count { return text.count }
      at += length(text[at])
    }
    return min(at, text.count)
  }

  /// Where the character in front of `at` starts.
  static func previous(_ text: UnsafeRawBufferPointer, before at: Int) -> Int {
    var place = at - 1
    while place > 0, text[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }

  static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while at + 8 <= text.count {
      // Safety: eight bytes from `at` lie within the text.
      let word = text.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { return false }
      at += 8
    }
    while at < text.count {
      if text[at] >= 0x80 { return false }
      at += 1
    }
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// A part of the bytes.
  @inline(__always)
  func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[start..<end])
  }

  func starts(with prefix: UnsafeRawBufferPointer) -> Bool {
    count >= prefix.count && sameBytes(part(0, prefix.count), prefix)
  }

  func ends(with suffix: UnsafeRawBufferPointer) -> Bool {
    count >= suffix.count && sameBytes(part(count - suffix.count, count), suffix)
  }
}
