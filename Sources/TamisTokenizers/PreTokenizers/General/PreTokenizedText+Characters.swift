// The cuts that depend on one character at a time.
//
// A byte-level text is seen through the alphabet: byte 0xB2, whatever it is a part of, is "²"
// there, and so a digit.

extension PreTokenizedText {
  /// The character at `at`, and its bytes; in a byte-level text each byte is one of the alphabet.
  @inline(__always)
  private static func scalar(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ isByteLevel: Bool
  ) -> (scalar: UInt32, count: Int) {
    isByteLevel ? (ByteAlphabet.scalars[Int(base[at])], 1) : decodeScalar(base, at, end)
  }

  @inline(__always)
  private static func classes(
    among asked: CharacterClass, _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int,
    _ isByteLevel: Bool
  ) -> (classes: CharacterClass, count: Int) {
    if isByteLevel { return (CharacterClass.ofAlphabet[Int(base[at])].intersection(asked), 1) }
    let (scalar, count) = decodeScalar(base, at, end)
    return (CharacterClass(of: scalar, among: asked), count)
  }

  /// Cuts at each character that `matches`; stretches between them are one.
  @inline(__always)
  private mutating func cut(
    _ behavior: SplitBehavior,
    _ matches: (UnsafePointer<UInt8>, Int, Int) -> (matches: Bool, count: Int)
  ) {
    recut { base, piece, pieces, _ in
      var splitter = PieceSplitter(behavior)
      var open = piece.lowerBound
      var at = open
      while at < piece.upperBound {
        let (isMatch, count) = matches(base, at, piece.upperBound)
        if isMatch {
          if open < at { splitter.take(open, at, isMatch: false, into: &pieces) }
          splitter.take(at, at + count, isMatch: true, into: &pieces)
          open = at + count
        }
        at += count
      }
      if open < at { splitter.take(open, at, isMatch: false, into: &pieces) }
      splitter.finish(into: &pieces)
    }
  }

  /// Cuts at each character of `class`.
  mutating func cut(by class: CharacterClass, _ behavior: SplitBehavior) {
    let isByteLevel = self.isByteLevel
    let ascii = CharacterClass.asciiTable
    cut(behavior) { base, at, end in
      if !isByteLevel, base[at] < 0x80 {
        // Safety: the table has a place for each byte of ASCII.
        return (!ascii[Int(base[at])].isDisjoint(with: `class`), 1)
      }
      let (classes, count) = Self.classes(among: `class`, base, at, end, isByteLevel)
      return (!classes.isEmpty, count)
    }
  }

  /// Cuts at white space and leaves it out.
  mutating func cutWhitespace() {
    guard !isByteLevel else { return cut(by: .whitespace, .removed) }
    let ascii = CharacterClass.asciiTable
    recut { base, piece, pieces, _ in
      var open = piece.lowerBound
      var at = open
      while at < piece.upperBound {
        let byte = base[at]
        // All white space but ASCII's starts with C2, E1, E2 or E3.
        let isSuspect =
          byte < 0x80 ? ascii[Int(byte)].contains(.whitespace) : byte == 0xC2 || byte &- 0xE1 < 3
        guard isSuspect else {
          at &+= 1
          continue
        }
        let (scalar, count) = decodeScalar(base, at, piece.upperBound)
        if isWhiteSpace(scalar) {
          pieces.append(open, at)
          open = at &+ count
        }
        at &+= count
      }
      pieces.append(open, at)
    }
  }

  /// Cuts at each `scalar` and leaves it out.
  mutating func cut(byScalar scalar: UInt32) {
    let isByteLevel = self.isByteLevel
    cut(.removed) { base, at, end in
      let (found, count) = Self.scalar(base, at, end, isByteLevel)
      return (found == scalar, count)
    }
  }

  /// Keeps the runs of word characters and the runs of what is neither word nor white space.
  mutating func cutWords() {
    let isByteLevel = self.isByteLevel
    recut { base, piece, pieces, _ in
      var open = piece.lowerBound
      var at = open
      var run: CharacterClass = .whitespace
      while at < piece.upperBound {
        // No character is both.
        let (kind, count) = Self.classes(
          among: [.word, .whitespace], base, at, piece.upperBound, isByteLevel)
        if kind != run {
          if run != .whitespace { pieces.append(open, at) }
          (open, run) = (at, kind)
        }
        at += count
      }
      if run != .whitespace { pieces.append(open, at) }
    }
  }

  /// Cuts where the script changes.
  ///
  /// What comes before the first character that has a script belongs to no piece, as in the
  /// reference.
  mutating func cutScripts() {
    let isByteLevel = self.isByteLevel
    recut { base, piece, pieces, _ in
      var open: Int?
      var last: UInt32 = 0
      var at = piece.lowerBound
      while at < piece.upperBound {
        let (scalar, count) = Self.scalar(base, at, piece.upperBound, isByteLevel)
        let script = scriptNumber(of: scalar)
        if script != 0 && script != last {
          if let open { pieces.append(open, at) }
          (open, last) = (at, script)
        }
        at += count
      }
      if let open { pieces.append(open, at) }
    }
  }

  /// Cuts into pieces of `length` characters.
  mutating func cut(length: Int) {
    precondition(length > 0, "pieces have at least one character")
    let isByteLevel = self.isByteLevel
    recut { base, piece, pieces, _ in
      var open = piece.lowerBound
      var at = open
      var characters = 0
      while at < piece.upperBound {
        at += Self.scalar(base, at, piece.upperBound, isByteLevel).count
        characters += 1
        if characters == length {
          pieces.append(open, at)
          (open, characters) = (at, 0)
        }
      }
      pieces.append(open, at)
    }
  }
}
