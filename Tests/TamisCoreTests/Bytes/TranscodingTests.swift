import TamisCore
import Testing

@Suite struct TranscodingTests {
  private func decode(
    _ bytes: [UInt8], _ encoding: String, step: Int = .max, size: Int = 64 << 10
  ) throws -> ReadOutcome {
    readAll(
      try TranscodingReader(MemoryReader(bytes, step: step), encoding: encoding, path: "x"),
      size: size)
  }

  private func error(_ encoding: String, at offset: Int) -> InputError {
    InputError(path: "x", kind: .undecodable(encoding: encoding, offset: offset))
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private static func utf32(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      let bytes = [24, 16, 8, 0].map { UInt8(scalar.value >> UInt32($0) & 0xFF) }
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private static let text = "{\"a\":\"Zoë — 日本語 \u{1F600}\u{10FFFF}\u{2028}\"}\r\n\u{0}end é"

  /// Bytes and the text that they stand for.
  private static let samples: [(encoding: String, bytes: [UInt8], text: String)] = [
    ("UTF-16LE", utf16(text, bigEndian: false), text),
    ("UTF-16BE", utf16(text, bigEndian: true), text),
    ("UTF-32LE", utf32(text, bigEndian: false), text),
    ("UTF-32BE", utf32(text, bigEndian: true), text),
    ("UTF-8", utf8(text), text),
    (
      "LATIN1", Array(0...255),
      String(String.UnicodeScalarView((0...255).map { Unicode.Scalar(UInt8($0)) }))
    ),
    (
      "WINDOWS-1252", [0x80, 0x82, 0x8A, 0x93, 0x94, 0x97, 0x99, 0x9F, 0xA0, 0xE9, 0xFF],
      "€‚Š“”—™Ÿ\u{A0}éÿ"
    ),
    (
      "SHIFT_JIS", [0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA, 0x41, 0xB1, 0xB2, 0x83, 0x65, 0x83, 0x58],
      "日本語Aｱｲテス"
    ),
    ("EUC-JP", [0xC6, 0xFC, 0xCB, 0xDC, 0xB8, 0xEC], "日本語"),
    ("GB18030", [0xD6, 0xD0, 0x94, 0x39, 0xFC, 0x36], "中\u{1F600}"),
    ("KOI8-R", [0xD0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "привет"),
  ]

  @Test("each character set gives its text, however the bytes come and however few are asked for")
  func samples() throws {
    for sample in Self.samples {
      for step in [1, 2, 3, 7, .max] {
        for size in [1, 2, 5, 15, 16, 17, 64, 4096] {
          let outcome = try decode(sample.bytes, sample.encoding, step: step, size: size)
          #expect(
            outcome == ReadOutcome(bytes: utf8(sample.text)), "\(sample.encoding) \(step) \(size)")
        }
      }
    }
  }

  @Test("text of many blocks comes through whole")
  func longText() throws {
    let text = String(repeating: Self.text, count: 20_000)
    let bytes = Self.utf16(text, bigEndian: false)
    #expect(try decode(bytes, "UTF-16LE", step: 65_537).bytes == utf8(text))
    #expect(try decode(bytes, "UTF-16LE", size: 99_999).bytes == utf8(text))
  }

  @Test("letters and marks that become one character are neither lost nor torn at the end")
  func heldBack() throws {
    // Windows-1258 writes Vietnamese as letters and marks; the decoder waits for a mark.
    for (bytes, text) in [
      ([0x61], ["a"]), ([0x61, 0xEC], ["á", "a\u{301}"]),
      ([0x61, 0xEC, 0x65], ["áe", "a\u{301}e"]),
      ([0x20, 0x6F], [" o"]),
    ] as [([UInt8], [String])] {
      for step in [1, .max] {
        for size in [1, 64] {
          let outcome = try decode(bytes, "WINDOWS-1258", step: step, size: size)
          #expect(outcome.error == nil)
          #expect(text.map(utf8).contains(outcome.bytes), "\(shown(outcome.bytes))")
        }
      }
    }
  }

  @Test("bytes that are no character are an error at their offset, behind what came before")
  func badSequences() throws {
    let a = Self.utf16("a", bigEndian: false)
    // What comes before the error, as text; its bytes end where the error is.
    let cases: [(encoding: String, good: [UInt8], bad: [UInt8], text: String)] = [
      ("UTF-16LE", a, [0x3D, 0xD8] + a, "a"), ("UTF-16LE", a, [0x00, 0xDE] + a, "a"),
      ("UTF-16LE", a, [0x3D, 0xD8], "a"), ("UTF-16LE", a, [0x61], "a"), ("UTF-16BE", [], [0], ""),
      ("UTF-32LE", [0x61, 0, 0, 0], [0, 0, 0x11, 0], "a"), ("UTF-32LE", [], [0, 0xD8, 0, 0], ""),
      ("UTF-32BE", [0, 0, 0, 0x61], [0], "a"), ("UTF-8", [0x61], [0xC3], "a"),
      ("UTF-8", [], [0xFF, 0x61], ""), ("SHIFT_JIS", [0x41], [0x93], "A"),
      ("SHIFT_JIS", [0x93, 0xFA], [0xFD, 0x41], "日"),
      ("WINDOWS-1252", [0x61, 0x62], [0x81, 0x63], "ab"), ("ASCII", [0x61], [0xE9], "a"),
    ]
    for (encoding, good, bad, text) in cases {
      for step in [1, 2, 7, .max] {
        for size in [1, 3, 16, 4096] {
          let outcome = try decode(good + bad, encoding, step: step, size: size)
          let expected = ReadOutcome(bytes: utf8(text), error: error(encoding, at: good.count))
          #expect(outcome == expected, "\(encoding) \(good) \(bad)")
        }
      }
    }
  }

  @Test("the offset of an error counts all that was read before")
  func farErrors() throws {
    for count in [131_071, 131_072, 300_000] {
      let before = Self.utf16(String(repeating: "x", count: count), bigEndian: false)
      let outcome = try decode(before + [0x00, 0xDC, 0x61, 0x00], "UTF-16LE", step: 99_991)
      #expect(outcome.error == error("UTF-16LE", at: 2 * count))
      #expect(outcome.bytes.count == count)
    }
  }

  @Test("an encoding that nobody knows is an error")
  func unknown() {
    #expect(throws: InputError(path: "x", kind: .unknownEncoding("klingon"))) {
      try TranscodingReader(MemoryReader([]), encoding: "klingon", path: "x")
    }
  }

  @Test("an error of what lies below comes through behind the text before it")
  func errorsBelow() throws {
    let member = try GzipReaderTests.member(Self.utf16(Self.text, bigEndian: true))
    for size in [1, 7, 4096] {
      let gzip = GzipReader(MemoryReader(Array(member.dropLast(2))), path: "x")
      let outcome = readAll(
        try TranscodingReader(gzip, encoding: "UTF-16BE", path: "x"), size: size)
      #expect(outcome.bytes == utf8(Self.text))
      #expect(
        outcome.error == InputError(path: "x", kind: .gzip(.truncated, offset: member.count - 2)))
    }
  }
}
