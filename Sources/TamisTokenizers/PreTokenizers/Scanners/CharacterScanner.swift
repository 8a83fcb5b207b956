/// Finds the end of one piece, character by character: the exact twin of `BlockScanner` for text that
/// is not ASCII, for pieces longer than a block, and for the end of the text.
///
/// Follows the alternatives of the pattern in their order; `ScannerRules` says which there are.
struct CharacterScanner<Rules: ScannerRules> {
  private let reader: CharacterReader

  init(_ reader: CharacterReader) { self.reader = reader }

  /// The end of the piece that starts at `start`, which lies before the end; `nil` where that depends
  /// on text to come.
  func pieceEnd(_ start: Int) -> Int? {
    let first = reader.character(at: start)
    if first.kind == CharacterReader.undecided { return nil }
    if case .piece(let ignoringCase) = Rules.contraction, reader.text[start] == UInt8(ascii: "'") {
      switch contraction(at: start, ignoringCase: ignoringCase) {
      case .end(let end): return end
      case .undecided: return nil
      case .none: break
      }
    }
    if Rules.splitsHan, ScannerClass.isHan(first.kind) {
      return run(from: start &+ first.width) { ScannerClass.isHan($0) }
    }
    if ScannerClass.isLetter(first.kind) { return word(start, from: start &+ first.width) }
    if first.kind == ScannerClass.number { return number(start) }

    let behind = start &+ first.width
    let next = reader.character(at: behind)
    if next.kind == CharacterReader.undecided { return nil }
    if first.kind == ScannerClass.mark { return markedWord(start, behind: behind) }

    if takesPrefix(first.kind), ScannerClass.isLetterOrMark(next.kind) {
      return word(behind, from: behind &+ next.width)
    }
    if first.kind == ScannerClass.sign { return signs(start) }
    if first.kind == ScannerClass.blank {
      if next.kind == ScannerClass.sign || Self.isHanSign(next.kind) { return signs(behind) }
      if next.kind == ScannerClass.number, Rules.longestNumber == 0 { return number(behind) }
    }
    return space(start)
  }

  /// True where a character of this kind before a word belongs to it.
  @inline(__always)
  private func takesPrefix(_ kind: UInt8) -> Bool {
    switch Rules.prefix {
    case .blank: kind == ScannerClass.blank
    case .anything: kind != ScannerClass.newline
    }
  }

  /// The end of a run of characters of which the first ends at `behind`.
  @inline(__always)
  private func run(from behind: Int, _ belongs: (UInt8) -> Bool) -> Int? {
    var at = behind
    while true {
      let next = reader.character(at: at)
      if next.kind == CharacterReader.undecided { return nil }
      guard belongs(next.kind) else { return at }
      at &+= next.width
    }
  }

  @inline(__always)
  private static func isHanSign(_ kind: UInt8) -> Bool {
    Rules.splitsHan && kind == ScannerClass.hanSign
  }

  // MARK: Words

  /// The end of the word that starts at `start` with a letter that ends at `behind`.
  @inline(__always)
  private func word(_ start: Int, from behind: Int) -> Int? {
    if !Rules.splitsCase { return run(from: behind) { ScannerClass.isLetter($0) } }
    guard let ends = casedWord(start) else { return nil }
    return suffixed(ends.lowerEnding ?? ends.upper ?? start)
  }

  /// Where a word with case that starts at `start` ends, by its two alternatives; `nil` if undecided.
  ///
  /// `[Lu Lt Lm Lo M]*[Ll Lm Lo M]+` takes the longest front part that leaves a character for the back
  /// part. Where no lower-case letter follows the front part, that is the last character of it that
  /// may be in both. `[Lu Lt Lm Lo M]+[Ll Lm Lo M]*` is then the front part alone.
  private func casedWord(_ start: Int) -> (lowerEnding: Int?, upper: Int?)? {
    var at = start
    var behindLastOfBoth: Int?
    var next = reader.character(at: at)
    while next.kind != ScannerClass.lower, ScannerClass.isLetterOrMark(next.kind) {
      at &+= next.width
      if next.kind != ScannerClass.upper { behindLastOfBoth = at }
      next = reader.character(at: at)
    }
    if next.kind == CharacterReader.undecided { return nil }
    guard next.kind == ScannerClass.lower else {
      return (behindLastOfBoth, at > start ? at : nil)
    }
    while next.kind != ScannerClass.upper, ScannerClass.isLetterOrMark(next.kind) {
      at &+= next.width
      next = reader.character(at: at)
    }
    return next.kind == CharacterReader.undecided ? nil : (at, at)
  }

  /// A word that may start with the mark at `start`: as its prefix if that makes the first
  /// alternative match, else as its first letter.
  private func markedWord(_ start: Int, behind: Int) -> Int? {
    guard let prefixed = casedWord(behind), let whole = casedWord(start) else { return nil }
    return suffixed(prefixed.lowerEnding ?? whole.lowerEnding ?? behind)
  }

  /// The end of a word that ends at `end`, its contraction taken in.
  private func suffixed(_ end: Int) -> Int? {
    guard case .suffix = Rules.contraction else { return end }
    if end == reader.end { return reader.isLast ? end : nil }
    guard reader.text[end] == UInt8(ascii: "'") else { return end }
    switch contraction(at: end, ignoringCase: true) {
    case .end(let behind): return behind
    case .none: return end
    case .undecided: return nil
    }
  }

  private enum Outcome {
    case end(Int)
    case none
    case undecided
  }

  private func contraction(at start: Int, ignoringCase: Bool) -> Outcome {
    let count = reader.end &- start
    if count < 3 && !reader.isLast { return .undecided }
    if let length = asciiContractionLength(reader.text + start, count, ignoringCase: ignoringCase) {
      return .end(start &+ length)
    }
    // Unicode's case folding makes U+017F, the long s, an s.
    if ignoringCase, count >= 3, reader.text[start &+ 1] == 0xC5, reader.text[start &+ 2] == 0xBF {
      return .end(start &+ 3)
    }
    return .none
  }

  // MARK: Numbers, signs, white space

  private func number(_ start: Int) -> Int? {
    var at = start
    var digits = 0
    while Rules.longestNumber == 0 || digits < Rules.longestNumber {
      let next = reader.character(at: at)
      if next.kind == CharacterReader.undecided { return nil }
      guard
        next.kind == ScannerClass.number || Rules.splitsHan && next.kind == ScannerClass.hanNumber
      else { break }
      at &+= next.width
      digits &+= 1
    }
    return at
  }

  private func signs(_ start: Int) -> Int? {
    var at = start
    var next = reader.character(at: at)
    while next.kind == ScannerClass.sign || next.kind == ScannerClass.mark
      || Self.isHanSign(next.kind)
    {
      at &+= next.width
      next = reader.character(at: at)
    }
    switch Rules.punctuationTail {
    case .none: break
    case .newlines:
      while next.kind == ScannerClass.newline {
        at &+= 1
        next = reader.character(at: at)
      }
    case .newlinesAndSlashes:
      while next.kind == ScannerClass.newline
        || next.kind == ScannerClass.sign && reader.text[at] == UInt8(ascii: "/")
      {
        at &+= 1
        next = reader.character(at: at)
      }
    }
    return next.kind == CharacterReader.undecided ? nil : at
  }

  private func space(_ start: Int) -> Int? {
    var at = start
    var last = start
    var behindNewline: Int?
    var next = reader.character(at: at)
    while ScannerClass.isSpace(next.kind) {
      last = at
      at &+= next.width
      if next.kind == ScannerClass.newline { behindNewline = at }
      next = reader.character(at: at)
    }
    if next.kind == CharacterReader.undecided { return nil }
    if Rules.takesFinalSpaceWhole, next.kind == ScannerClass.end { return at }
    if Rules.endsAtNewlines, let behindNewline { return behindNewline }
    // `\s+(?!\S)` leaves the last character to what follows; at the end nothing does.
    if next.kind == ScannerClass.end || last == start { return at }
    return last
  }
}
