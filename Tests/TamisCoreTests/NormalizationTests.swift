import TamisCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The expectations in `Fixtures/unicode/nfc.tsv` were computed by PyPI's unicodedata2.
@Suite struct NormalizationTests {
  private static let table = fixtureTable("unicode/nfc.tsv")

  private static func rows(_ kind: String) -> [[String]] { table.filter { $0[0] == kind } }

  @Test("recorded texts come out as recorded, from each of their forms")
  func recordedTexts() throws {
    let rows = Self.rows("text")
    #expect(rows.count > 1000)
    for row in rows {
      let input = try bytes(hex: row[1])
      let composed = try bytes(hex: row[2])
      let decomposed = try bytes(hex: row[3])
      for form in [input, composed, decomposed] {
        #expect(nfc(form) == composed, "NFC of \(hex(form))")
        #expect(nfd(form) == decomposed, "NFD of \(hex(form))")
        #expect(isNFC(form) == (form == composed), "\(hex(form))")
        #expect(isNFD(form) == (form == decomposed), "\(hex(form))")
      }
      try checkCleanPrefix(input)
    }
  }

  @Test("every scalar on a line of its own comes out as recorded")
  func everyScalar() throws {
    let rows = Self.rows("scalars")
    #expect(rows.count == 272)
    for row in rows {
      let start = try #require(UInt32(row[1], radix: 16))
      var text: [UInt8] = []
      for value in start..<(start + 4096) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        text.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        text.append(UInt8(ascii: "\n"))
      }
      #expect(ContentHash(nfc(text)).hex == row[2], "NFC of the 4,096 scalars from \(row[1])")
      #expect(ContentHash(nfd(text)).hex == row[3], "NFD of the 4,096 scalars from \(row[1])")
    }
  }

  @Test("every composing scalar before every mark comes out as recorded")
  func everyPair() throws {
    let seconds = try #require(Self.rows("seconds").first)[1].split(separator: " ").map { field in
      let value = try #require(UInt32(field, radix: 16))
      return Array(UTF8.encode(try #require(Unicode.Scalar(value))).unsafelyUnwrapped)
    }
    #expect(seconds.count > 1000)
    let rows = Self.rows("pairs")
    #expect(rows.count > 1000)
    for row in rows {
      let value = try #require(UInt32(row[1], radix: 16))
      let first = Array(UTF8.encode(try #require(Unicode.Scalar(value))).unsafelyUnwrapped)
      var text: [UInt8] = []
      for second in seconds {
        text += first
        text += second
        text.append(UInt8(ascii: "\n"))
      }
      #expect(ContentHash(nfc(text)).hex == row[2], "NFC of U+\(row[1]) and the marks")
      #expect(ContentHash(nfd(text)).hex == row[3], "NFD of U+\(row[1]) and the marks")
    }
  }

  @Test("normalizing is idempotent, forms agree, and what is reported clean is clean")
  func randomTexts() throws {
    var random = SplitMix64.fromEnvironment()
    let seed = random.state
    for round in 0..<2000 {
      let text = randomText(&random)
      let comment: Comment = "SEED=\(seed), round \(round): \(hex(text))"
      let composed = nfc(text)
      let decomposed = nfd(text)
      #expect(isNFC(composed) && nfc(composed) == composed, comment)
      #expect(isNFD(decomposed) && nfd(decomposed) == decomposed, comment)
      #expect(nfc(decomposed) == composed && nfd(composed) == decomposed, comment)
      #expect(isNFC(text) == (text == composed) && isNFD(text) == (text == decomposed), comment)
      try checkCleanPrefix(text)

      // A line feed keeps its neighbours apart, so both sides normalize on their own.
      let other = randomText(&random)
      #expect(nfc(text + [10] + other) == composed + [10] + nfc(other), comment)
    }
  }

  @Test("a mark is found wherever it stands between blocks of plain text")
  func everyOffset() {
    for count in 0..<100 {
      let before = [UInt8](repeating: UInt8(ascii: "e"), count: count)
      for after in [0, 1, 7, 8, 31, 32, 33] {
        let tail = [UInt8](repeating: UInt8(ascii: "x"), count: after)
        let text = before + [0xCC, 0x81] + tail
        let composed = count == 0 ? text : before.dropLast() + [0xC3, 0xA9] + tail
        #expect(nfc(text) == composed)
        #expect(firstNFC(text) == (count == 0 ? nil : count - 1))
      }
    }
  }

  @Test("a million marks on one letter are put in order, in linear time")
  func longRun() {
    let pair: [UInt8] = [0xCC, 0x81, 0xCC, 0x96]  // U+0301, class 230; U+0316, class 220
    var text: [UInt8] = [UInt8(ascii: "a")]
    var expected: [UInt8] = [0xC3, 0xA1]
    let count = 500_000
    for _ in 0..<count { text += pair }
    for _ in 0..<count { expected += pair[2...] }
    for _ in 1..<count { expected += pair[..<2] }
    #expect(nfc(text) == expected)
    #expect(firstNFC(text) == 0)
  }

  @Test("the output is appended to, whatever its size")
  func appends() {
    var output = Array("before ".utf8)
    for _ in 0..<300 {
      Array("cafe\u{301} 123456789".utf8).withUnsafeBytes { NFC.normalize($0, into: &output) }
    }
    let expected = "before " + String(repeating: "caf\u{E9} 123456789", count: 300)
    #expect(output == Array(expected.utf8))
  }

  @Test("bytes that are not UTF-8 neither crash nor hang nor read outside")
  func arbitraryBytes() {
    var random = SplitMix64.fromEnvironment()
    let favourites: [UInt8] = [
      0xCC, 0x81, 0xC3, 0xE1, 0x84, 0x80, 0xEA, 0xB0, 0xED, 0xF0, 0x9D, 0xFF, 0x80, 0x65, 0xBF,
    ]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        favourites.randomElement(using: &random) ?? 0
      }
      _ = (nfc(bytes), nfd(bytes), isNFC(bytes), isNFD(bytes))
    }
    let stray = (0..<300_000).flatMap { _ in [0xCC, 0x81, 0x80] as [UInt8] }
    _ = (nfc(stray), nfd(stray))
  }
}

private func nfc(_ bytes: [UInt8]) -> [UInt8] {
  var output: [UInt8] = []
  bytes.withUnsafeBytes { NFC.normalize($0, into: &output) }
  return output
}

private func nfd(_ bytes: [UInt8]) -> [UInt8] {
  var output: [UInt8] = []
  bytes.withUnsafeBytes { NFD.normalize($0, into: &output) }
  return output
}

private func isNFC(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(NFC.isNormalized) }

private func isNFD(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(NFD.isNormalized) }

private func firstNFC(_ bytes: [UInt8]) -> Int? {
  bytes.withUnsafeBytes { NFC.firstUnnormalized(in: $0) }
}

/// Checks that NFC and NFD may begin where `firstUnnormalized` says.
private func checkCleanPrefix(
  _ text: [UInt8], sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  if let offset = firstNFC(text) {
    let prefix = Array(text[..<offset])
    #expect(isNFC(prefix), "\(hex(text))", sourceLocation: sourceLocation)
    #expect(
      prefix + nfc(Array(text[offset...])) == nfc(text), "\(hex(text))",
      sourceLocation: sourceLocation)
  }
  if let offset = text.withUnsafeBytes({ NFD.firstUnnormalized(in: $0) }) {
    let prefix = Array(text[..<offset])
    #expect(isNFD(prefix), "\(hex(text))", sourceLocation: sourceLocation)
    #expect(
      prefix + nfd(Array(text[offset...])) == nfd(text), "\(hex(text))",
      sourceLocation: sourceLocation)
  }
}

/// Text in which marks, letters that take marks, Hangul parts and plain stretches are all frequent.
private func randomText(_ random: inout SplitMix64) -> [UInt8] {
  let ranges: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0xC0...0x24F, 0x300...0x345, 0x300...0x345, 0x590...0x670, 0x915...0x94D,
    0x9BC...0x9D7, 0xB3E...0xBD7, 0xF40...0xFBC, 0x1100...0x11FF, 0x1E00...0x1FFF,
    0x2126...0x212B, 0x3041...0x309A, 0xAC00...0xD7A3, 0xF900...0xFAD9, 0x11380...0x113D0,
    0x16120...0x1612F, 0x16D63...0x16D6A, 0x1D15E...0x1D1C0, 0x2F800...0x2FA1D, 0...0xD7FF,
    0xE000...0x10FFFF,
  ]
  let picked = (0..<3).map { _ in ranges.randomElement(using: &random) ?? 0...0 }
  var text: [UInt8] = []
  for _ in 0..<Int.random(in: 0..<40, using: &random) {
    let value = UInt32.random(in: picked.randomElement(using: &random) ?? 0...0, using: &random)
    guard let scalar = Unicode.Scalar(value) else { continue }
    text.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
  }
  return text
}

private func bytes(hex text: String) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var digits = text.utf8.makeIterator()
  while let high = digits.next(), let low = digits.next() {
    let pair = String(decoding: [high, low], as: UTF8.self)
    bytes.append(try #require(UInt8(pair, radix: 16)))
  }
  return bytes
}

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

/// <https://prng.di.unimi.it/splitmix64.c>, repeatable through the environment variable SEED.
private struct SplitMix64: RandomNumberGenerator {
  private(set) var state: UInt64

  static func fromEnvironment() -> SplitMix64 {
    if let text = getenv("SEED"), let seed = UInt64(String(cString: text)) {
      return SplitMix64(state: seed)
    }
    let seed = UInt64.random(in: 0 ... .max)
    print("normalization tests: SEED=\(seed)")
    return SplitMix64(state: seed)
  }

  private init(state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
