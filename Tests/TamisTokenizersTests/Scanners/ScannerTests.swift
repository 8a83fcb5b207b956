import Testing

@testable import TamisTokenizers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The hand-built scanners against the engine for any pattern, which is slow and knows no blocks.
///
/// `TAMIS_DEEP=1` makes the sequences one character longer and the random texts ten times as many.
@Suite("Scanners")
struct ScannerTests {
  private static let isDeep = getenv("TAMIS_DEEP") != nil

  @Test(
    "every sequence of tricky characters is cut as by the pattern",
    arguments: ScannerFamily.allCases)
  func sequences(_ family: ScannerFamily) throws {
    let reference = try ScannerReference(family)
    let extra = Self.isDeep ? 1 : 0
    for (letters, order) in [
      (TrickyAlphabet.all, 3), (TrickyAlphabet.core, 5), (TrickyAlphabet.space, 6),
    ] {
      let text = TrickyAlphabet.everySequence(of: letters, order: order + extra)
      // The second time, all of it lies elsewhere in its blocks.
      for shift in Self.isDeep ? [0, 1, 7, 37] : [0, 37] {
        let shifted = [UInt8](repeating: UInt8(ascii: "b"), count: shift) + text
        #expect(reference.difference(shifted) == nil)
      }
    }
  }

  @Test(
    "short texts between paddings of any length are cut as by the pattern",
    arguments: ScannerFamily.allCases)
  func paddings(_ family: ScannerFamily) throws {
    var random = TestRandom(for: "paddings")
    let reference = try ScannerReference(family)
    let texts = TrickyAlphabet.texts(of: TrickyAlphabet.all, length: Self.isDeep ? 3 : 2)
    let fillings = ["b", " ", "1", "\n", "B", "?", "b c", "\u{E9}"].map { Array($0.utf8) }
    for before in 0...66 {
      for _ in 0..<(Self.isDeep ? 200 : 2) {
        let front = random.pick(fillings)
        let back = random.pick(fillings)
        let after = random.below(67)
        let text =
          (0..<before).map { front[$0 % front.count] } + random.pick(texts) + random.pick(texts)
          + (0..<after).map { back[$0 % back.count] }
        #expect(reference.difference(text) == nil)
      }
    }
  }

  @Test(
    "the start and the end of a text are cut as by the pattern",
    arguments: ScannerFamily.allCases)
  func edges(_ family: ScannerFamily) throws {
    let reference = try ScannerReference(family)
    for length in 1...(Self.isDeep ? 4 : 2) {
      for text in TrickyAlphabet.texts(of: TrickyAlphabet.all, length: length) {
        #expect(reference.difference(text) == nil)
      }
    }
    for text in TrickyAlphabet.texts(of: TrickyAlphabet.space, length: 3) {
      // Behind a text of a block, so that the block scanner sees the end come.
      let block = [UInt8](repeating: UInt8(ascii: "x"), count: 61)
      #expect(reference.difference(block + text) == nil)
      #expect(reference.difference(block + text + text) == nil)
    }
  }

  @Test("random texts are cut as by the pattern", arguments: ScannerFamily.allCases)
  func randomTexts(_ family: ScannerFamily) throws {
    var random = TestRandom(for: "randomTexts")
    let reference = try ScannerReference(family)
    let words = [
      "word", "WORD", "don't", "I'LL", " ", "  ", "\n", "\n\n", "\r\n", "12345", "/", "!?",
    ].map { Array($0.utf8) }
    for _ in 0..<(Self.isDeep ? 300 : 30) {
      let others = random.pick([words, TrickyAlphabet.all, TrickyAlphabet.space])
      let letters = TrickyAlphabet.core + others
      var text: [UInt8] = []
      let runs = random.chance(50)
      for _ in 0..<random.below(200) {
        let letter = random.pick(letters)
        let times = runs && random.chance(5) ? random.below(150) : 1
        for _ in 0..<times { text += letter }
      }
      #expect(reference.difference(text, capacity: 64 + random.below(100)) == nil)
    }
  }

  @Test(
    "Han, kana and what stands around them are cut as by the pattern",
    arguments: ScannerFamily.allCases)
  func eastern(_ family: ScannerFamily) throws {
    let reference = try ScannerReference(family)
    let text = TrickyAlphabet.everySequence(
      of: TrickyAlphabet.eastern, order: Self.isDeep ? 4 : 3)
    for shift in [0, 37] {
      let shifted = [UInt8](repeating: UInt8(ascii: "b"), count: shift) + text
      #expect(reference.difference(shifted) == nil)
    }
    for text in TrickyAlphabet.texts(of: TrickyAlphabet.eastern, length: 2) {
      #expect(reference.difference(text) == nil)
    }
  }

  @Test("bytes that are no UTF-8 are cut as by the pattern", arguments: ScannerFamily.allCases)
  func invalidBytes(_ family: ScannerFamily) throws {
    var random = TestRandom(for: "invalidBytes")
    let reference = try ScannerReference(family)
    for text in TrickyAlphabet.texts(of: TrickyAlphabet.broken, length: 2) {
      #expect(reference.difference(text) == nil)
    }
    for _ in 0..<(Self.isDeep ? 1000 : 40) {
      let letters = TrickyAlphabet.broken + TrickyAlphabet.core
      let parts = (0..<random.below(120)).flatMap { _ in random.pick(letters) }
      #expect(reference.difference(parts) == nil)
      let noise = (0..<random.below(150)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(reference.difference(noise) == nil)
    }
  }

  @Test(
    "what is found of the beginning of a text holds for the whole, and scanning goes on from there",
    arguments: ScannerFamily.allCases)
  func chunks(_ family: ScannerFamily) throws {
    var random = TestRandom(for: "chunks")
    let letters = TrickyAlphabet.all + TrickyAlphabet.eastern + TrickyAlphabet.broken
    var sure = 0
    for _ in 0..<(Self.isDeep ? 300 : 12) {
      let text = (0..<(20 + random.below(130))).flatMap { _ in random.pick(letters) }
      let whole = text.pieceEnds(by: family)
      #expect(whole.last == text.count)
      var resumed: [Int] = []
      for length in 0...text.count {
        let beginning = Array(text[..<length])
        let found = beginning.pieceEnds(by: family, isLast: false)
        #expect(whole.starts(with: found), "\(family), \(length) bytes of \(text)")
        resumed += beginning.pieceEnds(by: family, from: resumed.last ?? 0, isLast: false)
        sure += found.count
      }
      resumed += text.pieceEnds(by: family, from: resumed.last ?? 0)
      #expect(resumed == whole, "\(family): \(text)")
    }
    #expect(sure > 0)
  }

  @Test("a piece is given as soon as what follows cannot change it")
  func promptness() {
    for family in ScannerFamily.allCases {
      let text = Array("one two three ".utf8)
      #expect(text.pieceEnds(by: family, isLast: false) == [3, 7, 13], "\(family)")
    }
  }
}
