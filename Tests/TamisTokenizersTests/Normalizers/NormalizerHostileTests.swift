import TamisCore
import Testing

@testable import TamisTokenizers

@Suite struct NormalizerHostileTests {
  private static let favourites: [UInt8] = [
    0x20, 0x20, 0x61, 0x0D, 0x0A, 0xE2, 0x96, 0x81, 0xCC, 0x81, 0xFF, 0xC0, 0xF0, 0x9F, 0x91, 0xA8,
    0x80, 0xED, 0xA0, 0xEA, 0xB0, 0x00, 0x41, 0xE4, 0xB8, 0xAD, 0xF4, 0x90,
  ]

  @Test("any bytes are normalized as their repaired text is", arguments: Recorded.names)
  func anyBytes(name: String) throws {
    let normalizer = try normalizer(named: name)
    var random = TestRandom(for: "bytes for \(name)")
    for _ in 0..<60 {
      let bytes = random.bytes(upTo: 40, of: Self.favourites)
      let output = normalizer.normalized(bytes)
      let (same, ends) = normalizer.aligned(bytes)
      #expect(output == same && ends.count == same.count, "SEED=\(random.seed)")
      _ = normalizer.safeCut(bytes)
      if name.hasPrefix("sp:") || name.hasPrefix("prepend") || name.hasPrefix("replace:") {
        continue
      }
      let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
      #expect(output == normalizer.normalized(repaired), "SEED=\(random.seed) \(name) \(bytes)")
    }
  }

  @Test("normalizers that look at no character pass any bytes on")
  func passedOn() throws {
    let bytes: [UInt8] = [0xFF, 0x20, 0xE2, 0x96]
    #expect(try normalizer(named: "replace:20:2d").normalized(bytes) == [0xFF, 0x2D, 0xE2, 0x96])
    #expect(try normalizer(named: "prepend:2d").normalized(bytes) == [0x2D] + bytes)
    #expect(Normalizer.sequence([]).normalized(bytes) == bytes)
    #expect(Normalizer.sequence([]).isIdentity(bytes))
    #expect(!Normalizer.nfc.isIdentity(bytes))
  }

  @Test("long runs of what makes work come out whole, with an alignment", arguments: Recorded.names)
  func longRuns(name: String) throws {
    let normalizer = try normalizer(named: name)
    for unit in [" ", "\r\n", "\u{301}", "\u{200D}", "▁", "A ", "\u{1F1E6}", "\u{94D}"] {
      let text = Array(String(repeating: unit, count: 8000).utf8)
      var output = NormalizedText(aligned: true)
      text.withUnsafeBytes { normalizer.normalize($0, into: &output) }
      #expect(output.alignment?.sourceEnds.count == output.bytes.count)
    }
  }

  @Test("a character map that is no map is refused, and a broken trie does no harm")
  func brokenMaps() throws {
    for blob: [UInt8] in [
      [], [1, 0, 0, 0], [0, 0, 0, 0, 0], [8, 0, 0, 0, 1, 2, 3, 4],
      [255, 255, 255, 255, 0, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0, 0, 0xFF],
    ] {
      #expect(throws: TokenizerError.self) { try CharacterMap(blob: blob) }
    }
    let row = try #require(Recorded.rows("map").first)
    let good = try bytes(hex: row[2])
    var random = TestRandom(for: "broken maps")
    for _ in 0..<100 {
      var blob = good
      for _ in 0..<20 { blob[4 + random.below(blob.count - 4)] = UInt8(random.below(256)) }
      guard let map = try? CharacterMap(blob: blob) else { continue }
      let text = random.bytes(upTo: 60, of: Self.favourites + Array(0x61...0x7A))
      _ = Normalizer.precompiled(map).normalized(text)
      _ = Normalizer.sentencePiece(SentencePieceNormalizer(map: map)).normalized(text)
    }
  }
}
