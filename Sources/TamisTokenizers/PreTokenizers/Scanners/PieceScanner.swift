import CTamisKernels

/// How many blocks a window has room for.
private let mostBlocks = 17

/// Cuts text into the pieces of a known pre-tokenizer pattern.
///
/// One call finds as many pieces as fit in a buffer of ends; the caller consumes them while they and
/// their text are in the first-level cache, and calls again.
struct PieceScanner<Rules: ScannerRules> {
  private let classes = Rules.classes

  /// Writes the ends of the pieces from `start` on, at most `capacity` of them, to `ends`; returns how
  /// many there are. The first piece starts at `start`, each other one where the one before it ends.
  ///
  /// The text goes from `text` to `text + end`. Without `isLast` more may follow, and a piece whose end
  /// depends on that is not given: with 0 pieces the caller has to bring more text.
  ///
  /// Safety: `text` has `end` readable bytes, `ends` room for `capacity`, which is at least 64.
  func scan(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, isLast: Bool,
    into ends: UnsafeMutablePointer<UInt32>, capacity: Int
  ) -> Int {
    let characters = CharacterScanner<Rules>(
      CharacterReader(text, end: end, isLast: isLast, classes: classes))
    return withUnsafeTemporaryAllocation(
      of: tamis_character_classes.self, capacity: mostBlocks
    ) { blocks in
      guard let window = blocks.baseAddress else { return 0 }
      return scan(
        text, from: start, to: end, into: ends, capacity: capacity, characters,
        Window(window, flags: self.classes.flags))
    }
  }

  /// Blocks of text whose classes are known: they are found many at a time.
  private struct Window {
    let classes: UnsafeMutablePointer<tamis_character_classes>
    private let flags: UnsafePointer<UInt8>
    private var start = 0
    private var end = 0
    /// Blocks that are taken next; few where blocks do not last.
    private var size = 2

    init(
      _ classes: UnsafeMutablePointer<tamis_character_classes>, flags: UnsafePointer<UInt8>
    ) {
      self.classes = classes
      self.flags = flags
    }

    /// The classes of the 64 bytes at `at`, and how many of them are known; there are 66 bytes of text.
    ///
    /// Safety: `text` is readable up to `limit`.
    @inline(__always)
    mutating func classes(
      at: Int, _ text: UnsafePointer<UInt8>, limit: Int
    ) -> (classes: tamis_character_classes, known: Int) {
      if at >= end &- 32 || at < start {
        size = at < start || at > end ? 2 : min(size &* 2, mostBlocks &- 1)
        // Safety: a block has two more bytes behind it.
        let count = min(size, (limit &- at &- 2) >> 6)
        tamis_classify_characters(text + at, count, flags, classes)
        start = at
        end = at &+ count &<< 6
      }
      let offset = at &- start
      // Safety: `at` lies in one of the blocks; behind the last of them there is room for one more, of
      // which no bit is looked at.
      let block = classes + offset >> 6
      let shifted = tamis_shifted_characters(
        block, block + 1, UInt32(truncatingIfNeeded: offset & 63))
      return (shifted, min(end &- at, 63))
    }
  }

  @inline(__always)
  private func scan(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int,
    into ends: UnsafeMutablePointer<UInt32>, capacity: Int,
    _ characters: CharacterScanner<Rules>, _ window: consuming Window
  ) -> Int {
    var at = start
    var count = 0
    while count <= capacity &- 64, at < end {
      if end &- at >= 66 {
        let (kinds, inWindow) = window.classes(at: at, text, limit: end)
        let known = min(inWindow, kinds.unknown.trailingZeroBitCount)
        var starts = BlockScanner<Rules>.starts(kinds, text + at, known: known)
        if starts != 0 {
          let last = 63 &- starts.leadingZeroBitCount
          let found = starts.nonzeroBitCount
          // Eight at a time, whether or not there are as many: how many there are, no branch predictor
          // could tell.
          var place = ends + count
          let placeEnd = place + found
          repeat {
            for offset in 0..<8 {
              place[offset] = UInt32(truncatingIfNeeded: at &+ starts.trailingZeroBitCount)
              starts &= starts &- 1
            }
            place += 8
          } while place < placeEnd
          count &+= found
          at &+= last
          if known == inWindow { continue }
        }
      }
      guard let pieceEnd = characters.pieceEnd(at) else { return count }
      ends[count] = UInt32(truncatingIfNeeded: pieceEnd)
      count &+= 1
      at = pieceEnd
    }
    return count
  }
}
