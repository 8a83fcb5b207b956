import TamisCore
import Testing

@testable import TamisTokenizers

@Suite("Counting pre-tokens")
struct TextCounterTests {
  private func counts(_ counter: PieceCounter) -> [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    counter.forEach { piece, count in counts[Array(piece)] = count }
    return counts
  }

  @Test("pieces are told apart by all of their bytes, and those of one byte are only counted")
  func pieces() {
    var counter = PieceCounter()
    let pieces: [[UInt8]] = [
      [], [1], [0, 0], [0, 0, 0], Array("é".utf8), Array("e\u{301}".utf8), [0xFF, 0xFE], [0, 0],
    ]
    for piece in pieces { piece.withUnsafeBytes { counter.count($0) } }
    #expect(counter.total == 8)
    #expect(counter.distinct == 5)
    #expect(counter.distinctBytes == 2 + 3 + 2 + 3 + 2)
    #expect(counts(counter)[[0, 0]] == 2)
  }

  @Test("more pieces than the table starts with keep their counts")
  func growth() {
    var counter = PieceCounter()
    for round in 1...3 {
      for number in 0..<20_000 where number % round == 0 {
        Array(String(number * 7919)).description.utf8.withContiguousStorageIfAvailable {
          counter.count(UnsafeRawBufferPointer($0), times: round)
        }
      }
    }
    let counts = counts(counter)
    #expect(counts.count == 20_000)
    #expect(counts.values.reduce(0, +) == counter.total)
    #expect(counts.values.filter { $0 == 6 }.count == 3334)
  }

  @Test(
    "a text that is read in blocks gives the pieces of the whole", arguments: PatternName.allCases)
  func blocks(name: PatternName) throws {
    var text: [UInt8] = []
    for file in ["languages", "code"] { text += fixtureBytes("tokenizers/training/\(file).txt") }
    text += [UInt8](repeating: 0x20, count: 3000) + [0xFF, 0xC3] + Array("漢字".utf8)
    var whole = try TextCounter(pattern: name.source)
    text.withUnsafeBytes { whole.count($0) }
    for size in [1, 7, 64, 1000] {
      var parts = try TextCounter(pattern: name.source, blockSize: size)
      try parts.count(MemoryReader(text, step: max(1, size / 2)))
      #expect(counts(parts.pieces) == counts(whole.pieces), "\(size)")
      #expect(parts.pieces.total == whole.pieces.total)
    }
  }

  @Test("all bytes of a text are in some piece", arguments: PatternName.allCases)
  func complete(name: PatternName) throws {
    var random = TestRandom(for: "text counter")
    for _ in 0..<200 {
      let text = random.bytes(upTo: 90, of: [0x20, 0x0A, 0x61, 0x41, 0x27, 0x31, 0xC3, 0xA9, 0xFF])
      var counter = try TextCounter(pattern: name.source)
      text.withUnsafeBytes { counter.count($0) }
      var longer = 0
      counter.pieces.forEach { piece, count in longer += (piece.count - 1) * count }
      #expect(longer + counter.pieces.total == text.count)
    }
  }

  @Test("what a pattern does not match is a piece for Hugging Face, and nothing for the others")
  func unmatched() throws {
    let text = Array("abc12de345".utf8)
    for (format, expected) in [
      (VocabularyFormat.tokenizerJSON, ["abc", "12", "de", "345"]), (.tiktoken, ["12", "345"]),
    ] {
      var counter = try TextCounter(pattern: #"\d+"#, for: format)
      try counter.count(MemoryReader(text, step: 2))
      #expect(
        counts(counter.pieces).keys.sorted { $0.lexicographicallyPrecedes($1) }
          == expected.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  @Test("a pattern is known by its name and by the spellings of model files")
  func names() {
    for name in PatternName.allCases { #expect(PatternName(source: name.source) == name) }
    #expect(PatternName(source: #"\s+"#) == nil)
    for encoding in KnownEncoding.all where ["r50k_base", "p50k_base"].contains(encoding.name) {
      #expect(PatternName(source: encoding.patterns[0]) == .gpt2)
    }
    let cl100k = KnownEncoding.named("cl100k_base")
    #expect(cl100k.flatMap { PatternName(source: $0.patterns[0]) } == .cl100k)
    let o200k = KnownEncoding.named("o200k_base")
    #expect(o200k.flatMap { PatternName(source: $0.patterns[0]) } == .o200k)
  }
}
