/// Cuts text as DeepSeek V3 and R1 do, by three patterns of which each splits what the one before left:
///
///     \p{N}{1,3}
///     [一-龥぀-ゟ゠-ヿ]+
///     [!-/:-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|…
///
/// (`[!-/:-~]` is short for the ASCII signs.) The third sees the stretches between numbers and Chinese
/// or Japanese each as a text of its own, whose end is an end to `\s+(?!\S)`:
///
///     text      (ok  7年  年!\u200B
///     stretches rest     n cjk rest cjk rest
///     pieces    (ok|·· |7|年|··|年|!|\u200B
///
/// Both spaces before the 7 are one piece, where other patterns leave the last one to what follows.
/// What no alternative matches, such as a mark of format that no letter follows, is a piece as well.
struct DeepSeekScanner {
  private let classes = ScannerClasses.signsAlone

  /// Writes the ends of the pieces from `start` on; see `PieceScanner.scan`.
  ///
  /// Safety: `text` has `end` readable bytes, `ends` room for `capacity`.
  func scan(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, isLast: Bool,
    into ends: UnsafeMutablePointer<UInt32>, capacity: Int
  ) -> Int {
    let stretches = StretchReader(
      CharacterReader(text, end: end, isLast: isLast, classes: classes))
    var at = start
    var count = 0
    while count < capacity, at < end {
      guard let pieceEnd = stretches.pieceEnd(at) else { break }
      ends[count] = UInt32(truncatingIfNeeded: pieceEnd)
      count &+= 1
      at = pieceEnd
    }
    return count
  }
}

/// Reads a stretch as if it were a whole text.
private struct StretchReader {
  private let reader: CharacterReader

  init(_ reader: CharacterReader) { self.reader = reader }

  /// What the first two patterns tell apart. Numbers are told by their class.
  private static func isCJK(_ scalar: UInt32) -> Bool {
    scalar &- 0x3040 <= 0x30FF &- 0x3040 || scalar &- 0x4E00 <= 0x9FA5 &- 0x4E00
  }

  /// The end of the piece that starts at `start`, which lies before the end; `nil` where that depends
  /// on text to come.
  @inline(__always)
  func pieceEnd(_ start: Int) -> Int? {
    let first = reader.character(at: start)
    if first.kind == CharacterReader.undecided { return nil }
    if first.kind == ScannerClass.number { return number(from: start &+ first.width) }
    let isCJK = Self.isCJK(first.scalar)
    let behind = start &+ first.width
    if ScannerClass.isLetter(first.kind) { return letters(from: behind, isCJK) }
    let next = kind(at: behind, isCJK)
    if next.kind == CharacterReader.undecided { return nil }
    if first.kind == ScannerClass.sign {
      let startsWord = first.scalar < 0x80 && next.width == 1 && ScannerClass.isLetter(next.kind)
      guard startsWord else { return signs(from: behind, isCJK) }
      let wordEnd = asciiLettersEnd(from: behind &+ 1)
      return wordEnd < reader.end || reader.isLast ? wordEnd : nil
    }
    if first.kind != ScannerClass.newline, ScannerClass.isLetter(next.kind) {
      return letters(from: behind &+ next.width, isCJK)
    }
    if first.kind == ScannerClass.blank, next.kind == ScannerClass.sign {
      return signs(from: behind &+ next.width, isCJK)
    }
    if ScannerClass.isSpace(first.kind) { return space(start) }
    return unmatched(from: behind, isCJK)
  }

  /// The character at `index`; the end where that is in another stretch.
  @inline(__always)
  private func kind(at index: Int, _ isCJK: Bool) -> (kind: UInt8, width: Int) {
    let character = reader.character(at: index)
    if character.kind == CharacterReader.undecided { return (character.kind, 0) }
    let isElsewhere =
      character.kind == ScannerClass.number || Self.isCJK(character.scalar) != isCJK
    return isElsewhere ? (ScannerClass.end, 0) : (character.kind, character.width)
  }

  private func number(from behind: Int) -> Int? {
    var at = behind
    for _ in 1..<3 {
      let next = reader.character(at: at)
      if next.kind == CharacterReader.undecided { return nil }
      guard next.kind == ScannerClass.number else { break }
      at &+= next.width
    }
    return at
  }

  @inline(__always)
  private func letters(from behind: Int, _ isCJK: Bool) -> Int? {
    var at = isCJK ? behind : asciiLettersEnd(from: behind)
    while true {
      let next = kind(at: at, isCJK)
      if next.kind == CharacterReader.undecided { return nil }
      guard ScannerClass.isLetter(next.kind) else { return at }
      at &+= next.width
    }
  }

  @inline(__always)
  private func asciiLettersEnd(from behind: Int) -> Int {
    var at = behind
    while at < reader.end, (reader.text[at] | 0x20) &- UInt8(ascii: "a") < 26 { at &+= 1 }
    return at
  }

  private func signs(from behind: Int, _ isCJK: Bool) -> Int? {
    var at = behind
    var next = kind(at: at, isCJK)
    while next.kind == ScannerClass.sign {
      at &+= next.width
      next = kind(at: at, isCJK)
    }
    while next.kind == ScannerClass.newline {
      at &+= 1
      next = kind(at: at, isCJK)
    }
    return next.kind == CharacterReader.undecided ? nil : at
  }

  private func space(_ start: Int) -> Int? {
    var at = start
    var last = start
    var behindNewline: Int?
    var next = kind(at: at, false)
    while ScannerClass.isSpace(next.kind) {
      last = at
      at &+= next.width
      if next.kind == ScannerClass.newline { behindNewline = at }
      next = kind(at: at, false)
    }
    if next.kind == CharacterReader.undecided { return nil }
    if let behindNewline { return behindNewline }
    // `\s+(?!\S)` leaves the last character to what follows; at the end nothing does.
    return next.kind == ScannerClass.end || last == start ? at : last
  }

  /// What no alternative matches goes on up to where one does.
  private func unmatched(from behind: Int, _ isCJK: Bool) -> Int? {
    var at = behind
    while true {
      let next = kind(at: at, isCJK)
      if next.kind == CharacterReader.undecided { return nil }
      guard next.kind == ScannerClass.other else { return at }
      let following = kind(at: at &+ next.width, isCJK)
      if following.kind == CharacterReader.undecided { return nil }
      if ScannerClass.isLetter(following.kind) { return at }
      at &+= next.width
    }
  }
}
