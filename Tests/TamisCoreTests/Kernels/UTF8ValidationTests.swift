import CTamisKernels
import TamisCore
import Testing

/// Both validators against the sequences that the standard library's encoder writes.
@Suite struct UTF8ValidationTests {
  /// Which sequences are a character; made by encoding all of them.
  private struct Reference {
    private var two = [Bool](repeating: false, count: 1 << 16)
    private var three = [Bool](repeating: false, count: 1 << 24)
    private var four: Set<UInt32> = []

    init(_ fourByteStarts: [UInt8]) {
      for value in UInt32(0x80)..<0x10000 {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let index = UTF8.encode(scalar).unsafelyUnwrapped.reduce(0) { $0 << 8 | Int($1) }
        if value < 0x800 { two[index] = true } else { three[index] = true }
      }
      four.reserveCapacity(1 << 20)
      for value in UInt32(0x10000)...0x10FFFF {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let bytes = Array(UTF8.encode(scalar).unsafelyUnwrapped)
        if bytes.allSatisfy(fourByteStarts.contains) { four.insert(Self.word(bytes)) }
      }
    }

    static func word(_ bytes: some Sequence<UInt8>) -> UInt32 {
      bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Length of the character at `at`; 0 for none.
    func length(_ bytes: [UInt8], at: Int) -> Int {
      if bytes[at] < 0x80 { return 1 }
      var word = UInt32(bytes[at])
      for length in 2...4 where at + length <= bytes.count {
        word = word << 8 | UInt32(bytes[at + length - 1])
        switch length {
        case 2: if two[Int(word)] { return 2 }
        case 3: if three[Int(word)] { return 3 }
        default: if four.contains(word) { return 4 }
        }
      }
      return 0
    }

    /// True for the number of three bytes that are a character.
    func isThree(_ index: Int) -> Bool { three[index] }

    func validPrefix(_ bytes: [UInt8]) -> Int {
      var at = 0
      while at < bytes.count {
        let length = length(bytes, at: at)
        if length == 0 { break }
        at += length
      }
      return at
    }
  }

  /// The bytes at which the rules of table 3-7 change.
  private static let edges: [UInt8] = [
    0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
  ]
  private static let reference = Reference(edges)

  @Test("all sequences of one, two and three bytes are judged as the encoder writes them")
  func shortSequences() {
    let reference = Self.reference
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
    defer { bytes.deallocate() }
    bytes.initialize(repeating: 0xBF, count: 64)
    let pairs = (0..<1 << 16).map { reference.validPrefix([UInt8($0 >> 8), UInt8($0 & 0xFF)]) }
    var wrong = 0
    for first in 0..<256 {
      bytes[0] = UInt8(first)
      if tamis_utf8_valid_prefix_portable(bytes, 1) != (first < 0x80 ? 1 : 0) { wrong += 1 }
      for second in 0..<256 {
        bytes[1] = UInt8(second)
        let pair = pairs[first << 8 | second]
        if tamis_utf8_valid_prefix_portable(bytes, 2) != pair { wrong += 1 }
        var third = 0
        while third < 256 {
          bytes[2] = UInt8(truncatingIfNeeded: third)
          let expected: Int
          if first < 0x80 {
            expected = 1 + pairs[second << 8 | third]
          } else if pair == 2 {
            expected = third < 0x80 ? 3 : 2
          } else {
            expected = reference.isThree(first << 16 | second << 8 | third) ? 3 : 0
          }
          if tamis_utf8_valid_prefix_portable(bytes, 3) != expected { wrong += 1 }
          third += 1
        }
      }
    }
    #expect(wrong == 0)
  }

  @Test("sequences at the edges of the rules are judged alike at all places around block borders")
  func blockBorders() {
    let edges = Self.edges
    for fill in [[0x61], [0xC3, 0xA9], [0xF0, 0x9F, 0x98, 0x80]] as [[UInt8]] {
      let text = (0..<(128 / fill.count)).flatMap { _ in fill }
      // Whole characters fill the text up to the place.
      let places = Set(
        [28, 29, 30, 31, 32, 60, 61, 62, 63, 64].map { $0 / fill.count * fill.count })
      let buffer = ByteBuffer(text)
      for place in places.sorted() {
        let bytes = buffer.base + place
        bytes.update(repeating: 0x61, count: 128 - place)
        var wrong = 0
        forEachSequence { number, expected, expectedAtEnd in
          bytes[0] = edges[number / 13824]
          bytes[1] = edges[number / 576 % 24]
          bytes[2] = edges[number / 24 % 24]
          bytes[3] = edges[number % 24]
          let inside = expected == 5 ? 100 : place + expected
          if tamis_utf8_valid_prefix(buffer.base, 100) != inside { wrong += 1 }
          if place < 60 { return }
          let atEnd = tamis_utf8_valid_prefix(buffer.base, place + 4)
          if atEnd != place + expectedAtEnd { wrong += 1 }
        }
        #expect(wrong == 0, "\(shown(fill)) to \(place)")
        for index in place..<128 { buffer.base[index] = text[index] }
      }
    }
  }

  /// Calls `body` with the number of each sequence of four edges, and how much of it is valid with a
  /// letter behind it and without.
  private func forEachSequence(_ body: (Int, Int, Int) -> Void) {
    for number in Self.expectations.indices {
      let expected = Self.expectations[number]
      body(number, Int(expected.inside), Int(expected.atEnd))
    }
  }

  private static let expectations: [(inside: UInt8, atEnd: UInt8)] = (0..<24 * 24 * 24 * 24).map {
    let sequence = [
      edges[$0 / 13824], edges[$0 / 576 % 24], edges[$0 / 24 % 24], edges[$0 % 24],
    ]
    return (
      UInt8(reference.validPrefix(sequence + [0x61])), UInt8(reference.validPrefix(sequence))
    )
  }

  @Test("random text with and without errors gives the same prefix on both paths")
  func randomText() {
    var random = TestRandom(for: "UTF-8 validation")
    for _ in 0..<3000 {
      var text: [UInt8] = []
      while text.count < 40 + random.below(200) {
        switch random.below(4) {
        case 0: text += wtf8(UInt32(0x10000 + random.below(0x100000)))
        case 1: text += wtf8(UInt32(0x800 + random.below(0xD000)))
        case 2: text += wtf8(UInt32(0x80 + random.below(0x700)))
        default: text += [UInt8](repeating: 0x61, count: random.below(40))
        }
      }
      #expect(prefixes(text) == [text.count, text.count])
      let place = random.below(text.count)
      text[place] = UInt8(random.below(256))
      if random.chance(30) { text.removeLast(random.below(4)) }
      let found = prefixes(text)
      #expect(found[0] == found[1], "\(shown(text))")
    }
  }

  private func prefixes(_ text: [UInt8]) -> [Int] {
    let buffer = ByteBuffer(text)
    return [
      tamis_utf8_valid_prefix(buffer.base, text.count),
      tamis_utf8_valid_prefix_portable(buffer.base, text.count),
    ]
  }

  @Test("nothing at all is valid")
  func empty() {
    #expect(validUTF8Prefix(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
  }
}
