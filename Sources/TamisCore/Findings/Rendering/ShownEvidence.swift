/// A finding's evidence as it is shown, to people and to programs: without the halves of characters
/// that the ends of the excerpt have cut in two.
struct ShownEvidence {
  /// What `Finding.Evidence.init(of:in:)` takes on each side of the place, and in all.
  private static let (context, limit) = (40, 160)

  let excerpt: [UInt8]
  /// The bytes of `excerpt` that are meant.
  let highlight: Range<Int>
  /// Whether the line goes on before the excerpt: it does where the column is further to the right than
  /// the highlight, and without a column most likely where the side has its full context.
  let isCutLeft: Bool
  /// Whether the record goes on behind the excerpt, most likely.
  let isCutRight: Bool

  /// Evidence for a finding that stands at the byte `column`; `nil` where there are no bytes.
  init?(_ evidence: Finding.Evidence?, column: Int?) {
    guard let evidence, !evidence.excerpt.isEmpty else { return nil }
    let all = evidence.excerpt
    let meant = evidence.highlight.clamped(to: 0..<all.count)
    isCutLeft = column.map { $0 - 1 > meant.lowerBound } ?? (meant.lowerBound >= Self.context)
    isCutRight = all.count - meant.upperBound >= Self.context || all.count >= Self.limit
    let lower = isCutLeft ? Self.brokenPrefix(all[..<meant.lowerBound]) : 0
    let upper = all.count - (isCutRight ? Self.brokenSuffix(all[meant.upperBound...]) : 0)
    excerpt = Array(all[lower..<upper])
    highlight = meant.lowerBound - lower..<meant.upperBound - lower
  }

  /// How many bytes at the start are the end of a character.
  private static func brokenPrefix(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
  }

  /// How many bytes at the end are the start of a character.
  private static func brokenSuffix(_ bytes: ArraySlice<UInt8>) -> Int {
    for (length, byte) in zip(1...3, bytes.reversed()) where byte & 0xC0 != 0x80 {
      // The high bits of a first byte say how many bytes the character has.
      return 0xC2...0xF4 ~= byte && (~byte).leadingZeroBitCount > length ? length : 0
    }
    return 0
  }

  /// Whether the highlight is known to be all that is meant, and to lie on the first line.
  var isWhole: Bool {
    !(isCutRight && highlight.upperBound == excerpt.count)
      && !excerpt[..<highlight.upperBound].contains(0x0A)
  }
}

extension Finding {
  /// The evidence as it is shown.
  var shownEvidence: ShownEvidence? { ShownEvidence(evidence, column: location.column) }
}
