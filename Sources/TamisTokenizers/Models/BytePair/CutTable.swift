/// Where a piece can be cut without changing what byte-pair encoding makes of it.
///
/// Between two neighbouring characters that no token has side by side, nothing can ever merge, so that
/// the text before and the text behind are encoded each for itself. Long runs of letters without
/// spaces (Chinese, Japanese, Thai) and rows of emoji fall apart into parts of a few characters that
/// are tokens or were met before, where otherwise every run is a new piece to merge from its bytes.
///
/// The set of neighbours that do occur is a Bloom filter over (left, right). Tokens that begin or end
/// inside of a character are entered with as much of it as they have:
///
///     token E4 BD A0 E5       你 and the first byte of 好 (E5 A5 BD)
///     entered as              (E4 BD A0, E5), and 你 as a left that has a partial right
///     asked for 你|好          (E4 BD A0, E5 A5 BD), and because of 你 also (E4 BD A0, E5) …
///
/// Tokens that have a whole character on neither side are entered by the two bytes that meet, and two
/// ASCII characters have a bit of their own: it is what parts words from signs in models without a
/// pre-tokenizer. A false positive costs a cut, never a token.
struct CutTable: @unchecked Sendable {
  /// Characters are the bytes of their UTF-8 in one word, the first byte highest.
  typealias Character = UInt32

  private let memory: Memory
  private let pairs: UnsafePointer<UInt64>
  private let pairShift: UInt64
  /// Lefts with a partial right, rights with a partial left: 2^16 bits each.
  private let partialRights: UnsafePointer<UInt64>
  private let partialLefts: UnsafePointer<UInt64>
  /// Bytes that meet inside of tokens without a whole character at either side: 64 words of 64 bits.
  private let partialBoth: UnsafePointer<UInt64>
  /// Two ASCII characters: left × 128 + right.
  private let asciiPairs: UnsafePointer<UInt64>

  // Safety: written while the table is made, never after.
  private final class Memory: Sendable {
    nonisolated(unsafe) let words: UnsafeMutablePointer<UInt64>

    init(words count: Int) {
      words = .allocate(capacity: count)
      words.initialize(repeating: 0, count: count)
    }

    deinit { words.deallocate() }
  }

  /// The table of the tokens that `forEachToken` gives.
  init(tokenCount: Int, _ forEachToken: (_ body: (UnsafeRawBufferPointer) -> Void) -> Void) {
    var bits = 14
    while 1 << bits < tokenCount * 16 { bits += 1 }
    let pairWords = 1 << (bits - 6)
    memory = Memory(words: pairWords + 1024 + 1024 + 64 + 256)
    let words = memory.words
    pairs = UnsafePointer(words)
    pairShift = UInt64(64 - bits)
    partialRights = UnsafePointer(words + pairWords)
    partialLefts = UnsafePointer(words + pairWords + 1024)
    partialBoth = UnsafePointer(words + pairWords + 2048)
    asciiPairs = UnsafePointer(words + pairWords + 2048 + 64)
    let shift = pairShift

    func note(_ bit: Int, at place: Int) { words[place + bit >> 6] |= 1 << UInt64(bit & 63) }
    forEachToken { token in
      var start = 0
      while start < token.count, token[start] & 0xC0 == 0x80 { start += 1 }
      var leftLength = min(start, 3)
      var left = Self.character(token, start - leftLength, start)
      var leftIsWhole = false
      while start < token.count {
        if left < 0x80, leftIsWhole, token[start] < 0x80 {
          note(Int(left) << 7 | Int(token[start]), at: pairWords + 2048 + 64)
          left = Character(token[start])
          start += 1
          continue
        }
        let (end, isWhole) = Self.end(token, of: start)
        let right = Self.character(token, start, end)
        if leftIsWhole, left | right < 0x80 {
          note(Int(left) << 7 | Int(right), at: pairWords + 2048 + 64)
        } else if leftLength > 0 {
          if leftIsWhole || isWhole {
            note(Int(truncatingIfNeeded: Self.hash(left, right) >> shift), at: 0)
          }
          if leftIsWhole, !isWhole { note(Self.hash(left), at: pairWords) }
          if !leftIsWhole, isWhole { note(Self.hash(right), at: pairWords + 1024) }
          if !leftIsWhole, !isWhole {
            note(Int(left & 63) << 6 | Int(token[start] & 63), at: pairWords + 2048)
          }
        }
        (left, leftLength, leftIsWhole) = (right, end - start, isWhole)
        start = end
      }
    }
  }

  /// False only if no token spans the boundary between two characters, whole and well-formed both, of so
  /// many bytes each.
  @inline(__always)
  func mayJoin(
    _ left: Character, _ leftWidth: Int, _ right: Character, _ rightWidth: Int
  ) -> Bool {
    // Safety: the hashes and bytes are cut to the sizes of their tables.
    if left | right < 0x80 {
      return asciiPairs[Int(left &<< 1 | right >> 6)] &>> UInt64(right & 63) & 1 == 1
    }
    if isPair(left, right) { return true }
    let lead = right >> UInt32(truncatingIfNeeded: rightWidth &* 8 &- 8)
    if partialBoth[Int(left & 63)] &>> UInt64(lead & 63) & 1 == 1, leftWidth > 1, rightWidth > 1 {
      return true
    }
    let leftHash = Self.hash(left)
    if partialRights[leftHash >> 6] &>> UInt64(truncatingIfNeeded: leftHash & 63) & 1 == 1 {
      for length in 1..<max(rightWidth, 1) {
        let start = right >> UInt32(truncatingIfNeeded: (rightWidth &- length) &* 8)
        if isPair(left, start) { return true }
      }
    }
    let rightHash = Self.hash(right)
    if partialLefts[rightHash >> 6] &>> UInt64(truncatingIfNeeded: rightHash & 63) & 1 == 1 {
      for length in 1..<max(leftWidth, 1) {
        let end = left & ~(UInt32.max &<< UInt32(truncatingIfNeeded: length &* 8))
        if isPair(end, right) { return true }
      }
    }
    return false
  }

  @inline(__always)
  private func isPair(_ left: Character, _ right: Character) -> Bool {
    let bit = Self.hash(left, right) &>> pairShift
    return pairs[Int(truncatingIfNeeded: bit >> 6)] &>> (bit & 63) & 1 == 1
  }

  /// Bytes of the character that starts at `start`, and its bytes as a word; 0 bytes where the text up
  /// to `end` has no character there.
  @inline(__always)
  static func character(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> (width: Int, character: Character) {
    let lead = text[start]
    if lead < 0x80 { return (1, UInt32(lead)) }
    let width = lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard width > 0, end &- start >= width else { return (0, 0) }
    var character = UInt32(lead)
    for offset in 1..<width {
      let byte = text[start &+ offset]
      guard byte & 0xC0 == 0x80 else { return (0, 0) }
      character = character &<< 8 | UInt32(byte)
    }
    return (width, character)
  }

  private static func character(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> Character {
    var character: Character = 0
    for index in start..<end { character = character &<< 8 | UInt32(bytes[index]) }
    return character
  }

  /// Where the character at `start` of a token ends, and whether it is whole: one that is cut short by
  /// the token's end is not; a byte that starts none stands for itself.
  private static func end(
    _ token: UnsafeRawBufferPointer, of start: Int
  ) -> (end: Int, isWhole: Bool) {
    let lead = token[start]
    let width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let end = min(start + width, token.count)
    var next = start + 1
    while next < end, token[next] & 0xC0 == 0x80 { next += 1 }
    if next < end { return (start + 1, true) }
    return (end, end - start == width)
  }

  @inline(__always)
  private static func hash(_ left: Character, _ right: Character) -> UInt64 {
    (UInt64(left) &<< 32 | UInt64(right)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// 16 bits.
  @inline(__always)
  private static func hash(_ character: Character) -> Int {
    Int(truncatingIfNeeded: (character &* 0x9E37_79B1) >> 16)
  }
}
