import Testing

@testable import TamisTokenizers

@Suite("Scanner families")
struct ScannerFamilyTests {
  private static let families: [KnownPattern: ScannerFamily] = [
    .gpt2: .gpt2, .cl100k: .cl100k, .llama3: .llama3, .qwen2: .qwen, .o200k: .o200k,
    .tekken: .tekken, .qwen35: .qwen35, .kimiK2: .kimiK2,
  ]

  @Test("each spelling has its family's scanner, in the engines that it is listed with")
  func spellings() {
    for (known, dialects, source) in KnownPattern.spellings {
      for dialect in [PatternDialect.fancy, .oniguruma] {
        let expected = dialects.contains(dialect) ? Self.families[known] : nil
        let found = ScannerFamily(patterns: [source], dialect: dialect)
        #expect(found == expected, "\(known) \(dialect)")
      }
    }
    let alone = Set(Self.families.values)
    #expect(alone.union([.deepSeek]) == Set(ScannerFamily.allCases))
  }

  @Test("each spelling cuts texts as its family's scanner")
  func spellingsAgree() throws {
    var random = TestRandom(for: "spellingsAgree")
    for (known, dialects, source) in KnownPattern.spellings {
      guard let family = Self.families[known] else { continue }
      for dialect in dialects {
        let reference = try ScannerReference(family, sources: [source], dialect: dialect)
        for _ in 0..<8 {
          let text = (0..<120).flatMap { _ in
            random.pick(TrickyAlphabet.all + TrickyAlphabet.eastern)
          }
          #expect(reference.difference(text) == nil, "\(source)")
        }
      }
    }
  }

  @Test("a pattern that differs in a single byte has no scanner")
  func nearMisses() {
    for (known, dialects, source) in KnownPattern.spellings where Self.families[known] != nil {
      let bytes = Array(source.utf8)
      for index in bytes.indices {
        var shorter = bytes
        shorter.remove(at: index)
        var changed = bytes
        changed[index] ^= 1
        for miss in [shorter, changed] {
          let text = String(decoding: miss, as: UTF8.self)
          #expect(
            ScannerFamily(patterns: [text], dialect: dialects[0]) == nil,
            "\(known), byte \(index) of \(source)")
        }
      }
    }
    for miss in ["", " ", #"\p{L}+"#, #"\s+"#] {
      #expect(ScannerFamily(patterns: [miss], dialect: .fancy) == nil)
    }
  }

  @Test("what one engine reads otherwise has no scanner there")
  func dialects() {
    let cl100k =
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"#
      + #"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
    #expect(ScannerFamily(patterns: [cl100k], dialect: .fancy) == .cl100k)
    #expect(ScannerFamily(patterns: [cl100k], dialect: .oniguruma) == nil)
  }

  @Test("DeepSeek's scanner is for its three patterns in their order, in both engines")
  func deepSeek() throws {
    let sources = try #require(ScannerReference.sources(of: .deepSeek))
    #expect(sources.count == 3)
    #expect(ScannerFamily(patterns: sources, dialect: .oniguruma) == .deepSeek)
    let words = KnownPattern.spellings.filter { $0.family == .deepSeekWords }
    #expect(words.count == 2)
    for spelling in words {
      let all = sources.dropLast() + [spelling.source]
      #expect(ScannerFamily(patterns: Array(all), dialect: .fancy) == .deepSeek)
    }
    #expect(ScannerFamily(patterns: sources.reversed(), dialect: .fancy) == nil)
    #expect(ScannerFamily(patterns: sources + [#"\p{N}"#], dialect: .fancy) == nil)
    #expect(ScannerFamily(patterns: [], dialect: .fancy) == nil)
  }
}
