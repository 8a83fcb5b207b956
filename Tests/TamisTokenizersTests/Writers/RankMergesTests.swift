import Testing

@testable import TamisTokenizers

@Suite("Merges out of ranks")
struct RankMergesTests {
  /// The 256 bytes and then `tokens`.
  private func ranks(_ tokens: [[UInt8]]) -> Vocabulary {
    var ranks = Vocabulary()
    for byte in UInt8.min...UInt8.max { ranks.insert([byte], id: TokenID(byte)) }
    for token in tokens where ranks.id(of: token) == nil {
      ranks.insert(token, id: TokenID(ranks.count))
    }
    return ranks
  }

  @Test("a token has the merge that its own bytes come to")
  func example() throws {
    let found = try RankMerges(ranks([Array("ab".utf8), Array("bc".utf8), Array("abc".utf8)]))
    #expect(
      found.merges == [
        .init(left: 97, right: 98), .init(left: 98, right: 99),
        .init(left: 256, right: 99),
      ])
    #expect(found.unmade.isEmpty)
  }

  @Test("a token that nothing makes has none")
  func unmade() throws {
    let found = try RankMerges(ranks([Array("bc".utf8), Array("abcd".utf8)]))
    #expect(found.merges.count == 1)
    #expect(found.unmade == [257])
  }

  /// Ranks in any order, tokens without parts, tokens before their parts.
  @Test("any text is cut alike by ranks and by the merges out of them")
  func equivalence() throws {
    var random = TestRandom(for: "rank merges")
    for _ in 0..<60 {
      let tokens = (0..<random.below(14)).map { _ in
        random.bytes(upTo: 5, of: [0x61, 0x62, 0x63]) + [random.pick([0x61, 0x62])]
      }.filter { $0.count > 1 }
      let ranks = ranks(tokens)
      let merges = try RankMerges(ranks).merges
      for _ in 0..<40 {
        let text = random.bytes(upTo: 14, of: [0x61, 0x62, 0x63])
        let expected = encodeByRanks(text, ranks)
        #expect(encodeByMerges(text, merges, ranks) == expected, "\(tokens) \(text)")
      }
      // All short texts of two letters.
      for length in 1...7 {
        for number in 0..<1 << length {
          let text = (0..<length).map { UInt8(0x61 + (number >> $0 & 1)) }
          #expect(encodeByMerges(text, merges, ranks) == encodeByRanks(text, ranks))
        }
      }
    }
  }

  @Test("the merges of a trained vocabulary are those that it was made with")
  func trained() throws {
    var trainer = BytePairTrainer(options: .init(vocabularySize: 2000, minimumFrequency: 1))
    trainer.add(try countTrainingTexts(PatternName.gpt2.source))
    let learned = try trainer.train()
    let found = try RankMerges(learned.ranks)
    #expect(found.merges == learned.merges)
    #expect(found.unmade.isEmpty)
  }

  @Test("a vocabulary without all bytes or with gaps is refused")
  func refused() {
    var gap = ranks([])
    gap.insert([1, 2], id: 300)
    #expect(throws: TokenizerError.malformed("there are ranks without a token", place: "")) {
      try RankMerges(gap)
    }
    var missing = Vocabulary()
    for byte in 0..<UInt8(255) { missing.insert([byte], id: TokenID(byte)) }
    #expect(throws: TokenizerError.malformed("there is no token for the byte 255", place: "")) {
      try RankMerges(missing)
    }
    let long = ranks([[UInt8](repeating: 1, count: 5000)])
    #expect(throws: TokenizerError.malformed("a token has 5000 bytes", place: "")) {
      try RankMerges(long)
    }
  }
}
