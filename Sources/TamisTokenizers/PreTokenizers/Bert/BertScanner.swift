import CTamisKernels
import TamisCore

/// Finds the words that BERT's pre-tokenizer would cut normalized text into, in text that is not
/// normalized yet.
///
/// Why each word can be normalized, looked up and remembered by itself. Between two words of this
/// scanner stands white space, or one of the two is a character that stands alone. Neither is a mark, so
/// that canonical ordering moves nothing past it; lowercase and all the rest go by single characters;
/// and the pre-tokenizer cuts there. So the words of the normalized text are those of the words found
/// here, one behind the other. A word found here may become several (`≠` within a word that is
/// entangled), or none (what `clean_text` removes).
///
/// ASCII goes 64 bytes at a time, as in `BlockScanner`, all other text by the table of `BertCharacters`.
struct BertScanner: ~Copyable {
  /// Words that may be found before they have to be taken.
  static let capacity = 256

  private(set) var characters: BertCharacters
  /// For each ASCII character 1 where its fate is not what the blocks take it for: letters and digits
  /// in words, tab, newline, carriage return and space between them, all others alone.
  private let oddities: UnsafeMutablePointer<UInt8>
  /// Where the words that were found last start and end.
  let starts = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.capacity)
  let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.capacity)
  private(set) var count = 0

  init(_ bert: BertNormalizer) {
    characters = BertCharacters(bert)
    oddities = .allocate(capacity: BertCharacters.blockSize)
    for byte in 0..<UInt8(BertCharacters.blockSize) {
      let fate = characters.view.fate(UInt32(byte))
      let isUsual: Bool
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x20: isUsual = fate == .space
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: isUsual = fate.isInWord
      default: isUsual = fate == .alone
      }
      (oddities + Int(byte)).initialize(to: isUsual ? 0 : 1)
    }
  }

  deinit {
    oddities.deallocate()
    starts.deallocate()
    ends.deallocate()
  }

  /// Finds words of `text` from `start` on, in place of those that were found before; returns how far it
  /// has looked, which is `end` when all have been found. A word that reaches `end` ends there.
  ///
  /// Safety: `text` is UTF-8 from `start` to `end`.
  mutating func scan(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    count = 0
    var at = start
    while at < end, count <= Self.capacity &- 64 {
      if end &- at >= 64 {
        let (next, isStuck) = scanBlock(text, at)
        at = next
        if !isStuck { continue }
      }
      at = scanCharacters(text, from: at, to: end)
    }
    return at
  }

  /// Finds the words of the ASCII that the 64 bytes from `at` on start with, but for one whose end is
  /// not in sight. Returns where to go on, and whether that is for `scanCharacters` to do.
  @inline(__always)
  private mutating func scanBlock(
    _ text: UnsafePointer<UInt8>, _ at: Int
  ) -> (next: Int, isStuck: Bool) {
    let kinds = tamis_classify_text(text + at)
    var known = 64
    var valid = UInt64.max
    if kinds.non_ascii != 0 {
      known = kinds.non_ascii.trailingZeroBitCount
      if known < 8 { return (at, true) }
      valid = 1 &<< UInt64(truncatingIfNeeded: known) &- 1
    }
    let inWords = (kinds.letters | kinds.digits) & valid
    let others = ~(inWords | kinds.spaces) & valid
    var found = inWords & ~(inWords &<< 1) | others
    var next = known
    if inWords &>> UInt64(truncatingIfNeeded: known &- 1) != 0 {
      // The last word may go on.
      next = 63 &- found.leadingZeroBitCount
      found &= 1 &<< UInt64(truncatingIfNeeded: next) &- 1
    }
    let (oddities, starts, ends) = (self.oddities, self.starts, self.ends)
    var count = self.count
    var odd: UInt8 = 0
    var breaks = kinds.spaces & ~(kinds.blanks | kinds.newlines) & valid
    while breaks != 0 {
      odd |= oddities[Int(text[at &+ breaks.trailingZeroBitCount])]
      breaks &= breaks &- 1
    }
    while found != 0 {
      let first = found.trailingZeroBitCount
      let length = (~(inWords &>> UInt64(truncatingIfNeeded: first))).trailingZeroBitCount
      let place = at &+ first
      // Safety: there is room for the words of a block. The byte is ASCII.
      starts[count] = UInt32(truncatingIfNeeded: place)
      ends[count] = UInt32(truncatingIfNeeded: place &+ max(length, 1))
      odd |= oddities[Int(text[place])]
      count &+= 1
      found &= found &- 1
    }
    if odd != 0 { return (at, true) }
    self.count = count
    return (at &+ next, next == 0 || known < 64)
  }

  /// Finds words character by character, up to a place between words from where on there is ASCII, or
  /// where there is no more room.
  @inline(__always)
  private mutating func scanCharacters(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    let (starts, ends) = (self.starts, self.ends)
    var view = characters.view
    var count = self.count
    var at = start
    var open = -1
    while at < end {
      let lead = UInt32(text[at])
      var scalar = lead
      var length = 1
      // Safety: the text is UTF-8, so that the bytes that a lead announces are there.
      if lead >= 0x80 {
        if lead < 0xE0 {
          scalar = (lead & 0x1F) &<< 6 | tail(text, at &+ 1)
          length = 2
        } else if lead < 0xF0 {
          scalar = (lead & 0x0F) &<< 12 | tail(text, at &+ 1) &<< 6 | tail(text, at &+ 2)
          length = 3
        } else {
          scalar = (lead & 0x07) &<< 18 | tail(text, at &+ 1) &<< 12
          scalar |= tail(text, at &+ 2) &<< 6 | tail(text, at &+ 3)
          length = 4
        }
      }
      let fate = view.fate(scalar)
      if fate.isInWord {
        if open < 0 { open = at }
        at &+= length
        continue
      }
      if fate == .unknown {
        characters.learn(scalar)
        view = characters.view
        continue
      }
      // Safety: the callers keep room for 64 words.
      if open >= 0 {
        starts[count] = UInt32(truncatingIfNeeded: open)
        ends[count] = UInt32(truncatingIfNeeded: at)
        count &+= 1
        open = -1
      }
      if fate != .space {
        starts[count] = UInt32(truncatingIfNeeded: at)
        ends[count] = UInt32(truncatingIfNeeded: at &+ length)
        count &+= 1
      }
      at &+= length
      if count > Self.capacity &- 64 || isASCII(text, at, end) { break }
    }
    if open >= 0 {
      starts[count] = UInt32(truncatingIfNeeded: open)
      ends[count] = UInt32(truncatingIfNeeded: at)
      count &+= 1
    }
    self.count = count
    return at
  }

  @inline(__always)
  private func tail(_ text: UnsafePointer<UInt8>, _ at: Int) -> UInt32 { UInt32(text[at] & 0x3F) }

  /// True where a block is worth a try.
  @inline(__always)
  private func isASCII(_ text: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
    guard end &- at >= 64 else { return false }
    // Safety: 64 bytes are there.
    let word = UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self)
    return word & 0x8080_8080_8080_8080 == 0
  }
}

extension BertScanner {
  /// Up to where a range of a text that goes on can be encoded by itself: its last space or newline,
  /// which whatever stands around it is between words. The range's start where there is none.
  static func safeCut(in text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    range.reversed().first { text[$0] == 0x20 || text[$0] == 0x0A } ?? range.lowerBound
  }
}
