import TamisCore

/// What BERT's normalizer and pre-tokenizer make of each character, found out by asking them.
///
/// Nearly all that the two do they do to one character at a time: leave it out, make it a space,
/// another character or several, cut around it. So a character's fate is an entry of a table. With
/// `lowercase` and `strip_accents`:
///
///     e       kept
///     É       rewritten: e. Decomposed, that is E and an accent, which goes
///     U+200D  rewritten: nothing
///     ,       alone
///     中      alone
///     U+3000  space
///     ≠       alone, rewritten: =
///
/// The exception is the order of marks: a decomposed text has them sorted by class. Where a mark is left
/// after `strip_accents` (those that Unicode came to know later are), its character is `entangled`, and
/// words with it are left to the normalizer as a whole. Marks that go need no order.
///
/// The table is made in blocks of 128 characters, each when the first of them is met. One encoder's, not
/// shared.
struct BertCharacters: ~Copyable {
  /// What becomes of a character.
  enum Fate: UInt8 {
    /// Part of a word, as it is.
    case kept
    /// Part of a word, as other bytes or none.
    case rewritten
    /// Part of a word that has to be normalized, and cut, as a whole.
    case entangled
    /// White space: between words.
    case space
    /// A word by itself: punctuation and, if asked for, Chinese characters.
    case alone
    /// A word by itself that has to be normalized.
    case aloneRewritten
    /// Its block is not there yet.
    case unknown

    @inline(__always) var isInWord: Bool { rawValue <= Fate.entangled.rawValue }
  }

  static let blockSize = 128
  private static let blockCount = 0x11_0000 / blockSize

  private let normalizer: Normalizer
  private let ordersMarks: Bool
  /// The block of each 128 characters; block 0 is of characters that are not known.
  private let blocks: UnsafeMutablePointer<UInt16>
  private var fates: UnsafeMutablePointer<UInt8>
  /// Where in `rewritings` a rewritten character starts, times 256, plus how many bytes it has.
  private var places: UnsafeMutablePointer<UInt32>
  private var count = 1
  private var capacity = 64
  private var rewritings = ByteBuffer(capacity: 1024)
  private var normalized = NormalizedText()
  private var sample = ByteBuffer(capacity: 1024)
  private var marks = ByteBuffer(capacity: 1024)

  init(_ bert: BertNormalizer) {
    normalizer = .bert(bert)
    ordersMarks = bert.stripsAccents
    blocks = .allocate(capacity: Self.blockCount)
    blocks.initialize(repeating: 0, count: Self.blockCount)
    fates = .allocate(capacity: capacity * Self.blockSize)
    fates.initialize(repeating: Fate.unknown.rawValue, count: Self.blockSize)
    places = .allocate(capacity: capacity * Self.blockSize)
    places.initialize(repeating: 0, count: Self.blockSize)
    learn(0)
  }

  deinit {
    blocks.deallocate()
    fates.deallocate()
    places.deallocate()
  }

  /// The table, for a loop to keep in registers. Good until `learn` is called.
  struct View {
    fileprivate let blocks: UnsafePointer<UInt16>
    fileprivate let fates: UnsafePointer<UInt8>

    /// What becomes of `scalar`, which is below 0x110000; `unknown` until `learn` was called for it.
    @inline(__always)
    func fate(_ scalar: UInt32) -> Fate {
      let block = Int(blocks[Int(scalar &>> 7)])
      // Safety: there is a block for each 128 characters, and its entries are raw values of fates.
      return unsafeBitCast(fates[block &* blockSize &+ Int(scalar & 127)], to: Fate.self)
    }
  }

  var view: View { View(blocks: UnsafePointer(blocks), fates: UnsafePointer(fates)) }

  private func slot(_ scalar: UInt32) -> Int {
    Int(blocks[Int(scalar >> 7)]) * Self.blockSize + Int(scalar & 127)
  }

  // MARK: Words

  /// How a word is to be read.
  enum Reading {
    case asItIs
    /// As the bytes that `rewrite` has put out.
    case rewritten
    /// By the normalizer and the pre-tokenizer, as a whole.
    case entangled
  }

  /// Makes `output` what the normalizer makes of `word`, UTF-8 whose characters are all known, where
  /// that is something else and can be told from its characters one by one.
  func rewrite(_ word: UnsafeRawBufferPointer, into output: inout ByteBuffer) -> Reading {
    guard let text = UTF8Text(word) else { return .asItIs }
    let view = self.view
    var at = 0
    var isChanged = false
    while at < text.count {
      let (scalar, length) = text.decode(at)
      switch view.fate(scalar) {
      case .kept, .alone: break
      case .rewritten: isChanged = true
      case .entangled, .aloneRewritten, .space, .unknown: return .entangled
      }
      at &+= length
    }
    if !isChanged { return .asItIs }
    output.removeAll()
    var copied = 0
    at = 0
    while at < text.count {
      let (scalar, length) = text.decode(at)
      if view.fate(scalar) == .rewritten {
        if copied < at { output.append(text.bytes(copied, at)) }
        let place = places[slot(scalar)]
        let start = Int(place >> 8)
        output.append(rewritings.bytes(start..<start + Int(place & 0xFF)))
        copied = at &+ length
      }
      at &+= length
    }
    if copied < text.count { output.append(text.bytes(copied, text.count)) }
    return .rewritten
  }

  // MARK: Making the table

  /// Makes the block of `scalar`, if it is not there.
  @inline(never)
  mutating func learn(_ scalar: UInt32) {
    let number = Int(scalar >> 7)
    guard blocks[number] == 0 else { return }
    if count == capacity { grow() }
    // Between its characters stand digits, or, for ASCII, alphas: nothing else becomes them, they stay
    // what they are, and what stands beside them stays apart.
    let first = UInt32(number * Self.blockSize)
    let separator: Unicode.Scalar = number == 0 ? "\u{3B1}" : "0"
    sample.removeAll()
    for scalar in first..<first + UInt32(Self.blockSize) {
      // Half of a surrogate pair is in no text.
      if let scalar = Unicode.Scalar(scalar) { sample.append(scalar) }
      sample.append(separator)
    }
    normalizer.normalize(sample.bytes, into: &normalized)
    let isOrdered = !ordersMarks || Self.hasStartersOnly(normalized.bytes.bytes, &marks)
    var source = 0
    var at = 0
    for index in 0..<Self.blockSize {
      let start = at
      let sourceStart = source
      let traits = Traits(
        normalized.bytes.bytes, from: &at, to: separator, isOrdered: isOrdered, &marks)
      source += Unicode.Scalar(first + UInt32(index))?.utf8.count ?? 0
      let same = sample.bytes[sourceStart..<source].elementsEqual(
        normalized.bytes.bytes[start..<at])
      enter(index, traits, start..<at, isSame: same, source: sourceStart..<source)
      source += separator.utf8.count
      at += separator.utf8.count
    }
    blocks[number] = UInt16(truncatingIfNeeded: settle())
  }

  /// Notes the fate of a character, which becomes a range of `normalized`.
  private mutating func enter(
    _ index: Int, _ traits: Traits, _ output: Range<Int>, isSame: Bool, source: Range<Int>
  ) {
    let slot = count * Self.blockSize + index
    let fate = traits.fate(isSame: isSame) {
      let character = normalized.bytes.bytes[output.dropFirst().dropLast()]
      return sample.bytes[source].elementsEqual(character)
    }
    places[slot] = 0
    fates[slot] = fate.rawValue
    guard fate == .rewritten else { return }
    guard output.count < 256 else {
      fates[slot] = Fate.entangled.rawValue
      return
    }
    let place = UInt32(truncatingIfNeeded: rewritings.count) << 8
    places[slot] = place | UInt32(truncatingIfNeeded: output.count)
    rewritings.append(normalized.bytes.bytes(output))
  }

  /// Counts the new block in, unless one with the same entries is there; returns which it is.
  private mutating func settle() -> Int {
    let size = Self.blockSize
    let new = UnsafeBufferPointer(start: fates + count * size, count: size)
    if !new.contains(Fate.rewritten.rawValue) {
      for block in 1..<count
      where new.elementsEqual(UnsafeBufferPointer(start: fates + block * size, count: size)) {
        return block
      }
    }
    count += 1
    return count - 1
  }

  private mutating func grow() {
    // Safety: the new memory has room for all entries of the old.
    let size = capacity * Self.blockSize
    let grownFates = UnsafeMutablePointer<UInt8>.allocate(capacity: size * 2)
    grownFates.update(from: fates, count: size)
    fates.deallocate()
    fates = grownFates
    let grownPlaces = UnsafeMutablePointer<UInt32>.allocate(capacity: size * 2)
    grownPlaces.update(from: places, count: size)
    places.deallocate()
    places = grownPlaces
    capacity *= 2
  }

  /// True if canonical ordering moves no character of `text` past a mark.
  ///
  /// U+0334 has the lowest class and U+0345 the highest: every mark would change places with one.
  private static func hasStartersOnly(
    _ text: UnsafeRawBufferPointer, _ marks: inout ByteBuffer
  ) -> Bool {
    guard let text = UTF8Text(text) else { return true }
    marks.removeAll()
    var at = 0
    while at < text.count {
      let (scalar, length) = text.decode(at)
      if scalar >= 0x300 {
        marks.append("\u{345}" as StaticString)
        marks.append(text.bytes(at, at + length))
        marks.append("\u{334}0" as StaticString)
      }
      at += length
    }
    return NormalizationForm.nfd.firstUnnormalized(in: marks.bytes, edition: .unicode9) == nil
  }

  /// What a character's normalized form consists of.
  private struct Traits {
    private var scalars = 0
    private var spaces = 0
    private var startsWithSpace = false
    private var endsWithSpace = false
    private var hasPunctuation = false
    private var hasMark = false

    /// Reads `text` from `at` on up to `separator`, where it leaves `at`.
    init(
      _ bytes: UnsafeRawBufferPointer, from at: inout Int, to separator: Unicode.Scalar,
      isOrdered: Bool, _ marks: inout ByteBuffer
    ) {
      guard let text = UTF8Text(bytes) else { return }
      while at < text.count {
        let (scalar, length) = text.decode(at)
        if scalar == separator.value { break }
        let classes = CharacterClass(of: scalar, among: [.whitespace, .punctuation])
        endsWithSpace = classes.contains(.whitespace)
        if scalars == 0 { startsWithSpace = endsWithSpace }
        if endsWithSpace { spaces += 1 }
        if classes.contains(.punctuation) { hasPunctuation = true }
        if !isOrdered, !hasStartersOnly(text.bytes(at, at + length), &marks) {
          hasMark = true
        }
        scalars += 1
        at += length
      }
    }

    /// `isSame`: the form is the character itself; `isSameInside`: but for a space on both sides.
    func fate(isSame: Bool, isSameInside: () -> Bool) -> Fate {
      if hasMark { return .entangled }
      if spaces == scalars { return scalars == 0 ? .rewritten : .space }
      if spaces == 0, !hasPunctuation { return isSame ? .kept : .rewritten }
      if scalars == 1 { return isSame ? .alone : .aloneRewritten }
      guard scalars == 3, spaces == 2, startsWithSpace, endsWithSpace else { return .entangled }
      return isSameInside() ? .alone : .aloneRewritten
    }
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ scalar: Unicode.Scalar) {
    let bytes = scalar.utf8
    let place = reserve(bytes.count)
    // Safety: there is room for them.
    for (index, byte) in bytes.enumerated() { place[index] = byte }
    advance(by: bytes.count)
  }
}
