@testable import TamisTokenizers

/// A scanner family and the slow reference for it: the same patterns in the engine for any pattern.
struct ScannerReference {
  let family: ScannerFamily
  /// Each isolates its matches in the pieces of the one before.
  private let patterns: [Pattern]

  /// The reference of a family by its first spelling that tiktoken's engine reads.
  init(_ family: ScannerFamily) throws {
    guard let sources = Self.sources(of: family) else {
      throw TokenizerError.malformed("no spelling", place: "\(family)")
    }
    try self.init(family, sources: sources, dialect: .fancy)
  }

  init(_ family: ScannerFamily, sources: [String], dialect: PatternDialect) throws {
    self.family = family
    patterns = try sources.map { try Pattern($0, dialect: dialect) }
  }

  /// The patterns of `family`.
  static func sources(of family: ScannerFamily) -> [String]? {
    let all = KnownPattern.spellings.filter { $0.dialects.contains(.fancy) }
    if let one = all.first(where: {
      ScannerFamily(patterns: [$0.source], dialect: .fancy) == family
    }) {
      return [one.source]
    }
    let three = [KnownPattern.deepSeekNumbers, .deepSeekCJK, .deepSeekWords].compactMap { known in
      all.first { $0.family == known }?.source
    }
    return ScannerFamily(patterns: three, dialect: .fancy) == family ? three : nil
  }

  /// Where the pieces of `text` end, by the reference.
  func expectedEnds(_ text: [UInt8]) -> [Int] {
    var scratch = PatternScratch()
    var ends = text.isEmpty ? [] : [text.count]
    text.withUnsafeBytes { bytes in
      for pattern in patterns {
        var start = 0
        ends = ends.flatMap { end in
          var inner: [Int] = []
          let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
          pattern.isolatedPieces(in: piece, scratch: &scratch) { range, _ in
            inner.append(start + range.upperBound)
          }
          start = end
          return inner
        }
      }
    }
    return ends
  }

  /// Where they end by the scanner; what is wrong, or `nil`.
  func difference(_ text: [UInt8], capacity: Int = 64) -> String? {
    let expected = expectedEnds(text)
    let found = text.pieceEnds(by: family, capacity: capacity)
    if found == expected { return nil }
    let first = zip(found, expected).first { $0 != $1 } ?? (found.last ?? 0, expected.last ?? 0)
    let start = max(0, min(first.0, first.1) - 70)
    let around = text[start..<min(text.count, max(first.0, first.1) + 70)]
    return "\(family): a piece ends at \(first.0), by the pattern at \(first.1), "
      + "in \(text.count) bytes, there \(Array(around))"
  }
}

extension [UInt8] {
  /// Where the pieces of this text end by the scanner of `family`: all of them, or without `isLast`
  /// those that are sure; from byte `start` on.
  func pieceEnds(
    by family: ScannerFamily, from start: Int = 0, isLast: Bool = true, capacity: Int = 64
  ) -> [Int] {
    scanAll(from: start, capacity: capacity) { text, at, ends in
      family.scan(text, from: at, to: count, isLast: isLast, into: ends, capacity: capacity)
    }
  }

  /// Calls `scan` until it finds nothing.
  func scanAll(
    from start: Int, capacity: Int,
    _ scan: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt32>) -> Int
  ) -> [Int] {
    var all: [Int] = []
    // Safety: what the scanner writes beyond `capacity` would be seen here as a broken guard word.
    var ends = [UInt32](repeating: 0xDEAD_BEEF, count: capacity + 8)
    withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return }
      var at = start
      while at < text.count {
        let found = ends.withUnsafeMutableBufferPointer { ends in
          ends.baseAddress.map { scan(base, at, $0) } ?? 0
        }
        precondition(found <= capacity && ends[capacity] == 0xDEAD_BEEF, "too many ends")
        if found == 0 { break }
        all += ends[..<found].map { Int($0) }
        at = all.last ?? text.count
      }
    }
    return all
  }
}

/// Characters that patterns tell apart, each in UTF-8.
enum TrickyAlphabet {
  static let all: [[UInt8]] = [
    "a", "A", "s", "'", " ", "\n", "\t", "1", "!", "/", "\u{E9}", "\u{301}", "\u{4E2D}", "\u{3000}",
    "\u{17F}", "\r",
  ].map { Array($0.utf8) }
  /// What the longest contexts are about: words, contractions, white space.
  static let core: [[UInt8]] = ["a", "A", "s", "'", " ", "\n", "1", "!"].map { Array($0.utf8) }
  static let space: [[UInt8]] = ["a", " ", "\n", "!", "/", "\t"].map { Array($0.utf8) }
  /// Han and kana that are letters, marks, signs, numbers and nothing, and marks of format.
  static let eastern: [[UInt8]] = [
    "a", "(", " ", "\n", "7", "\u{E9}", "\u{4E2D}", "\u{3042}", "\u{30FB}", "\u{3099}", "\u{3007}",
    "\u{2E80}", "\u{3005}", "\u{3040}", "\u{9FA6}", "\u{200B}", "\u{20000}", "\u{16FF0}", "\u{7F}",
    "\u{AC00}", "\u{301}",
  ].map { Array($0.utf8) }
  /// Pieces of characters, and bytes that are in none.
  static let broken: [[UInt8]] = [
    [0x61], [0x20], [0x0A], [0x80], [0xC3], [0xE4, 0xB8], [0xE4], [0xF0, 0x9F], [0xF0, 0x9F, 0x98],
    [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xC3, 0xA9],
    [0xF0, 0x9D, 0x90, 0x80], [0x00],
  ]

  /// A text in which every sequence of `order` letters comes once: a de Bruijn sequence, by the
  /// concatenation of Lyndon words, https://en.wikipedia.org/wiki/De_Bruijn_sequence.
  static func everySequence(of letters: [[UInt8]], order: Int) -> [UInt8] {
    var word = [Int](repeating: 0, count: letters.count * order + 1)
    var text: [UInt8] = []
    func extend(_ place: Int, _ period: Int) {
      if place > order {
        if order % period == 0 { for index in 1...period { text += letters[word[index]] } }
        return
      }
      word[place] = word[place - period]
      extend(place + 1, period)
      for letter in (word[place - period] + 1)..<max(letters.count, word[place - period] + 1) {
        word[place] = letter
        extend(place + 1, place)
      }
    }
    extend(1, 1)
    return text
  }

  /// All texts of `length` letters.
  static func texts(of letters: [[UInt8]], length: Int) -> [[UInt8]] {
    (0..<length).reduce([[]]) { texts, _ in texts.flatMap { text in letters.map { text + $0 } } }
  }
}
