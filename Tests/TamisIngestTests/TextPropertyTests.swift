import TamisCore
import TamisIngest
import Testing

@Suite("Text properties")
struct TextPropertyTests {
  static let units: [TextSource.Unit] = [
    .file, .line, .paragraph, .separator(Array("--".utf8)), .separator(Array("a\n".utf8)),
  ]

  private static func randomText(_ random: inout TestRandom) -> [UInt8] {
    let pieces: [[UInt8]] = [
      utf8("a"), utf8("b c"), utf8("-"), utf8("--"), utf8("---"), [0x0A], [0x0A, 0x0A],
      [0x0D, 0x0A],
      [0x0D], [0x20], [0x09], utf8("é"), utf8("\u{2028}"), utf8("\""), utf8("👍"), [0xFF],
      [0xE2, 0x80],
    ]
    return (0..<random.below(40)).flatMap { _ in random.pick(pieces) }
  }

  @Test(
    "random text is cut as the plain way cuts it, and origins point at the texts",
    arguments: units)
  func random(_ unit: TextSource.Unit) throws {
    var random = TestRandom(for: "text, \(unit)")
    for _ in 0..<400 {
      let bytes = Self.randomText(&random)
      let outcome = try readText(bytes, unit)
      let shown = "\(String(decoding: bytes, as: UTF8.self).debugDescription) SEED=\(random.seed)"
      let texts = TextReference.texts(bytes, unit)
      let expected = texts.filter { isUTF8($0.text) }.map { text, byte in
        let line = bytes[..<byte].count { $0 == 0x0A } + 1
        return #"{"text":\#(jsonString(text)),"#
          + #""_origin":{"file":"t.txt","line":\#(line),"byte":\#(byte)}}"#
      }
      try #require(outcome.lines == expected, "\(shown)")
      try #require(outcome.raws == texts.filter { !isUTF8($0.text) }.map(\.text), "\(shown)")
      for (finding, raw) in zip(outcome.findings, outcome.raws) {
        let place = try #require(finding.location.byteOffset)
        let before = bytes[..<place]
        #expect(finding.location.line == before.count { $0 == 0x0A } + 1, "\(shown)")
        #expect(!isUTF8(Array(bytes[place...].prefix(4))), "\(shown)")
        #expect(raw.contains(bytes[place]), "\(shown)")
      }
      for step in [1, 2, 7] {
        let pieces = try readText(bytes, unit, step: step, batchSize: random.pick([1, 30, 1000]))
        try #require(pieces.isSame(as: outcome), "step \(step): \(shown)")
      }
    }
  }

  @Test("what is too long is rejected alike in pieces of any size", arguments: units)
  func limits(_ unit: TextSource.Unit) throws {
    var random = TestRandom(for: "text limits, \(unit)")
    for _ in 0..<400 {
      let bytes = Self.randomText(&random)
      let limit = 1 + random.below(12)
      let whole = try readText(bytes, unit, recordLimit: limit)
      let shown = "\(String(decoding: bytes, as: UTF8.self).debugDescription) SEED=\(random.seed)"
      for step in [1, 2, 7] {
        let pieces = try readText(bytes, unit, step: step, recordLimit: limit)
        try #require(pieces.isSame(as: whole), "step \(step), limit \(limit): \(shown)")
      }
    }
  }
}
