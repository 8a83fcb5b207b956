import Testing

@testable import TamisTokenizers

@Suite struct NormalizerCutTests {
  private static let pieces = [
    " ", "  ", "\n", "\r\n", "\t", "a", "Hello", "world", "x", "▁", "``", "''", "é", "e\u{301}",
    "\u{301}", "\u{FB01}", "中文", "한", "\u{200D}", "\u{1F468}", ".", "!", "Q", "ab", "abc", "<x>",
    "wow", "k\u{327}", "word",
  ]

  @Test(
    "cut where it is said to be safe, the parts give what the whole gives",
    arguments: Recorded.names + ["append:21"])
  func partsGiveTheWhole(name: String) throws {
    let normalizer = try normalizer(named: name)
    var random = TestRandom(for: "cuts of \(name)")
    var cuts = 0
    for _ in 0..<60 {
      var text: [UInt8] = []
      for _ in 0..<random.below(12) + 1 { text += random.pick(Self.pieces).utf8 }
      if random.chance(15) { text.insert(0xF0, at: random.below(text.count)) }
      let seen = Array(text[..<random.below(text.count + 1)])
      let cut = normalizer.safeCut(seen)
      #expect(cut == 0 || cut < seen.count)
      guard cut > 0 else { continue }
      cuts += 1
      let parts =
        normalizer.normalized(Array(text[..<cut]), at: .start)
        + normalizer.normalized(Array(text[cut...]), at: .end)
      #expect(parts == normalizer.normalized(text), "SEED=\(random.seed) \(name) \(text) at \(cut)")
    }
    // A pattern may match anything, and a symbol or key with ASCII inside may reach over any cut.
    let hasUnknown = name.hasPrefix("regex") || name == "replace::58" || name.hasPrefix("sp:rules")
    #expect(hasUnknown || cuts > 5, "\(name)")
  }

  @Test(
    "ordinary text is cut near its end",
    arguments: [
      "nfc", "nfkd", "lowercase", "strip:1:1", "bert:1:1:n:1", "replace:20:e29681", "sp::11101",
      "prepend:e29681+replace:20:e29681", "nfd+stripaccents+lowercase", "precompiled:rules",
    ])
  func nearTheEnd(name: String) throws {
    let text = Array("Ordinary text of some plain words, and then a few more of them".utf8)
    #expect(try normalizer(named: name).safeCut(text) > text.count - 8)
  }

  @Test("a text without a safe place is not cut")
  func noPlace() throws {
    #expect(try normalizer(named: "nfc").safeCut(Array("\u{301}\u{301}\u{301}".utf8)) == 0)
    #expect(try normalizer(named: "strip:0:1").safeCut(Array("     ".utf8)) == 0)
    #expect(try normalizer(named: "sp::11101").safeCut(Array("     ".utf8)) == 0)
    #expect(try normalizer(named: "nfc").safeCut([]) == 0)
  }
}
