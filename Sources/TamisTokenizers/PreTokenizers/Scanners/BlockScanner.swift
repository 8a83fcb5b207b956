import CTamisKernels

/// Where pieces start in 64 bytes of ASCII, by algebra on one bit a byte.
///
/// A block always starts where a piece starts, so that it needs no memory of what came before; the
/// last start that it finds is where the next block begins. The price is that the last piece is
/// looked at twice; the gain is that no rule has a state.
///
/// With cl100k's rules (`L` letters, `P` punctuation, `W` white space, `R` newlines):
///
///     text      I'll say: "Stop!"\n\n  Then
///     letters   1 11 111   1111       1111
///     punct      1      1 1    11
///     spaces        1    1         1
///     newlines                   11
///     starts    ^^  ^   ^^ ^   ^   ^^
///               I 'll say : "  Stop !"\n\n _ Then
///
/// - `'ll` is a contraction; what follows a contraction starts anew.
/// - `say` has the space before it; so has `"` (punctuation takes one space, and with it it is no
///   single sign any more, so that `Stop` does not take it for its prefix).
/// - the newlines behind `!"` belong to it.
/// - of the two spaces the last belongs to `Then`.
///
/// A start at bit i is told by bits up to i + 1, but for three cases: spaces behind a newline start a
/// piece only if no other newline follows them, `[\r\n/]*` may swallow a slash behind a newline, and
/// an apostrophe behind a word may belong to it. Where they cannot be decided, the block ends.
struct BlockScanner<Rules: ScannerRules> {
  /// The bits of bytes at which pieces start, bit 0 apart, among the first `known` bytes of `text`,
  /// which are ASCII; at most 63. A start past the last that is found may be missing.
  @inline(__always)
  static func starts(
    _ characters: tamis_character_classes, _ text: UnsafePointer<UInt8>, known: Int
  ) -> UInt64 {
    let classes = characters.text
    let valid: UInt64 = (1 &<< UInt64(truncatingIfNeeded: known)) &- 1
    var limit = valid
    let letters = classes.letters & valid
    let digits = classes.digits & valid
    let newlines = classes.newlines & valid
    let blanks = classes.blanks & valid
    let spaces = classes.spaces & valid
    let signs = ~(letters | digits | spaces) & valid

    // Newlines that the punctuation before them takes in.
    var absorbed: UInt64 = 0
    switch Rules.punctuationTail {
    case .none: break
    case .newlines, .newlinesAndSlashes:
      let seeds = newlines & (signs &<< 1)
      absorbed = newlines & ~(newlines &+ seeds)
      if case .newlinesAndSlashes = Rules.punctuationTail {
        let swallowed = absorbed &<< 1 & classes.slashes & valid
        if swallowed != 0 { limit = (swallowed & (0 &- swallowed)) &- 1 }
      }
    }

    var starts: UInt64
    let free = spaces & ~absorbed
    let tails: UInt64
    if Rules.endsAtNewlines {
      tails = free & ~newlines
      starts = free & ~(free &<< 1) | tails & ~(spaces >> 1) & (valid >> 1)
      // Spaces behind a newline: a start, unless another newline ends the white space.
      let indents = tails & (newlines & free) &<< 1
      let ends = (tails &+ indents) & ~tails
      let undone = ends & (newlines | ~valid)
      starts |= indents
      if undone != 0 { starts &= ~Self.openers(of: undone, among: indents) }
    } else {
      tails = free
      starts = free & ~(free &<< 1) | free & ~(spaces >> 1) & (valid >> 1)
    }

    let afterBlank = blanks &<< 1
    let signStarts = signs & ~(signs &<< 1) & ~afterBlank
    let single = signStarts & ~(signs >> 1)
    // A sign alone: adding its first bit to its bytes carries into the bit behind them, and not through
    // the first byte of another sign.
    let oneByOne = signs & ~(signs &<< 1 & ~characters.continuations)
    let behindSingle = (oneByOne &+ signStarts) & ~signs
    starts |= signStarts

    let letterStarts = letters & ~(letters &<< 1)
    switch Rules.prefix {
    case .blank: starts |= letterStarts & ~afterBlank
    case .anything: starts |= letterStarts & ~(tails &<< 1) & ~behindSingle
    }
    if Rules.splitsCase {
      let uppers = classes.uppers & valid
      starts |= uppers & (letters & ~(uppers | characters.either)) &<< 1
      // Whether a letter without case is the end of a word before an upper-case letter depends on how
      // that goes on. A mark that does not follow a letter is a sign, or the prefix of a word, or a word.
      let unclear = uppers & characters.either &<< 1 | characters.marks & letterStarts
      if unclear & valid != 0 { limit &= (unclear & (0 &- unclear)) &- 1 }
    }

    let digitStarts = digits & ~(digits &<< 1)
    switch Rules.longestNumber {
    case 0: starts |= digitStarts & ~afterBlank
    case 1: starts |= digits
    default:
      starts |= digitStarts
      let behindThree = digits & digits &<< 1 & digits &<< 2
      var next = digitStarts &<< 3 & behindThree
      while next != 0 {
        starts |= next
        next = next &<< 3 & behindThree
      }
    }

    var quotes = classes.apostrophes & single & letters >> 1
    // What an apostrophe is the start of is told by two bytes behind it.
    let late = classes.apostrophes & single & ~(valid >> 2)
    switch Rules.contraction {
    case .none: quotes = 0
    case .piece:
      if late != 0 { limit &= (late & (0 &- late)) &<< 1 &- 1 }
    case .suffix:
      quotes &= letters &<< 1
      let lateSuffix = late & letters &<< 1
      if lateSuffix != 0 { limit &= (lateSuffix & (0 &- lateSuffix)) &- 1 }
    }
    if quotes != 0 {
      starts = Self.contract(quotes, starts, letters: letters, text, known: known)
    }
    return starts & limit & ~1
  }

  /// The bits of `indents` from which a run of white space leads to one of `ends`.
  @inline(never)
  private static func openers(of ends: UInt64, among indents: UInt64) -> UInt64 {
    var openers: UInt64 = 0
    var rest = ends
    while rest != 0 {
      let below = indents & ((rest & (0 &- rest)) &- 1)
      if below != 0 { openers |= 1 &<< UInt64(63 &- below.leadingZeroBitCount) }
      rest &= rest &- 1
    }
    return openers
  }

  /// `starts`, mended where an apostrophe among `quotes` begins a contraction.
  @inline(__always)
  private static func contract(
    _ quotes: UInt64, _ starts: UInt64, letters: UInt64, _ text: UnsafePointer<UInt8>, known: Int
  ) -> UInt64 {
    var starts = starts
    var rest = quotes
    var behindLast = -1
    while rest != 0 {
      let quote = rest.trailingZeroBitCount
      rest &= rest &- 1
      // Safety: the caller vouches for `known` bytes and `quote` is one of them, with a letter behind.
      guard let length = contractionLength(text + quote, known &- quote) else { continue }
      let end = quote &+ length
      if case .suffix = Rules.contraction {
        // A word that is itself a contraction's end takes no second one.
        if quote == behindLast { continue }
        behindLast = end
        starts &= ~(1 &<< UInt64(quote))
      }
      // Inside of the contraction nothing starts; a letter behind it does.
      let inside = (1 &<< UInt64(end)) &- (2 &<< UInt64(quote))
      starts = starts & ~inside | letters & (1 &<< UInt64(end))
    }
    return starts
  }

  /// Bytes of the contraction that `text`, `count` bytes of it, starts with an apostrophe for.
  @inline(__always)
  private static func contractionLength(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var ignoresCase = true
    if case .piece(let ignoring) = Rules.contraction { ignoresCase = ignoring }
    return asciiContractionLength(text, count, ignoringCase: ignoresCase)
  }
}

/// Bytes of the contraction at `text`, whose first byte is an apostrophe; only ASCII letters.
@inline(__always)
func asciiContractionLength(
  _ text: UnsafePointer<UInt8>, _ count: Int, ignoringCase: Bool
) -> Int? {
  guard count >= 2 else { return nil }
  let fold: UInt8 = ignoringCase ? 0x20 : 0
  switch text[1] | fold {
  case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
    return 2
  case UInt8(ascii: "l"):
    return count >= 3 && text[2] | fold == UInt8(ascii: "l") ? 3 : nil
  case UInt8(ascii: "v"), UInt8(ascii: "r"):
    return count >= 3 && text[2] | fold == UInt8(ascii: "e") ? 3 : nil
  default:
    return nil
  }
}
