/// A finding's evidence as one line of a terminal, with carets under the part that is meant.
struct Excerpt: ~Copyable {
  /// The columns that the line may take, the two marks where it is cut included.
  static let width = 80

  private struct Cell {
    /// Where the character stands in `text`.
    var bytes: Range<Int>
    var columns: Int
  }

  private var text = ByteBuffer(capacity: 256)
  private var cells: [Cell] = []
  /// The cells that are meant.
  private var meant = 0..<0
  /// The cells that fit into the width.
  private var shown = 0..<0
  private var isCutLeft: Bool
  private var isCutRight: Bool

  /// The excerpt of evidence whose highlight stands at the byte `column` of its line.
  init(_ evidence: Finding.Evidence, column: Int?) {
    (isCutLeft, isCutRight) = evidence.goesOn(column: column)
    let (excerpt, highlight) = evidence.wholeCharacters
    var lower: Int?
    var upper: Int?
    for (scalar, range) in LenientUTF8(excerpt) {
      if lower == nil, range.upperBound > highlight.lowerBound { lower = cells.count }
      if upper == nil, range.lowerBound >= highlight.upperBound { upper = cells.count }
      let start = text.count
      var columns = 4
      if let scalar {
        columns = text.append(visible: scalar)
      } else {
        text.append(hexEscape: excerpt[range.lowerBound])
      }
      cells.append(Cell(bytes: start..<text.count, columns: columns))
    }
    let first = lower ?? cells.count
    meant = first..<max(first, upper ?? cells.count)
    shown = window()
    isCutLeft = isCutLeft || shown.lowerBound > 0
    isCutRight = isCutRight || shown.upperBound < cells.count
  }

  var isEmpty: Bool { cells.isEmpty }

  /// The cells to show: as many of those that are meant as fit, then the ones around them, by turns.
  private func window() -> Range<Int> {
    var room = Self.width - 2
    var (lower, upper) = (meant.lowerBound, meant.lowerBound)
    func fits(_ index: Int) -> Bool {
      guard cells.indices.contains(index), cells[index].columns <= room else { return false }
      room -= cells[index].columns
      return true
    }
    while upper < meant.upperBound, fits(upper) { upper += 1 }
    while true {
      let before = lower..<upper
      if fits(upper) { upper += 1 }
      if fits(lower - 1) { lower -= 1 }
      if before == lower..<upper { return before }
    }
  }

  /// Appends the line that is shown, without a line end.
  func appendLine(to output: inout ByteBuffer) {
    if isCutLeft { output.append("…") }
    for cell in cells[shown] { output.append(text.bytes(cell.bytes)) }
    if isCutRight { output.append("…") }
  }

  /// The columns before the carets, and how many carets there are.
  var carets: (indent: Int, count: Int) {
    func columns(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.columns } }
    let indent = columns(shown.lowerBound..<meant.lowerBound) + (isCutLeft ? 1 : 0)
    return (indent, max(1, columns(meant.clamped(to: shown))))
  }
}

extension Finding.Evidence {
  /// What `init(of:in:)` takes on each side of the place, and in all.
  private static let (context, limit) = (40, 160)

  /// Whether the data goes on before and behind the excerpt, as far as one can tell: a side that has
  /// its full context most likely does.
  func goesOn(column: Int?) -> (left: Bool, right: Bool) {
    let isLong = highlight.upperBound >= Self.limit
    return (
      left: column.map { $0 - 1 > highlight.lowerBound } ?? (highlight.lowerBound >= Self.context),
      right: isLong || excerpt.count - highlight.upperBound >= Self.context
    )
  }

  /// The excerpt and its highlight without the halves of characters that an end of the excerpt has
  /// cut in two. The highlight itself is never cut.
  var wholeCharacters: (excerpt: [UInt8], highlight: Range<Int>) {
    let meant = highlight.clamped(to: 0..<excerpt.count)
    var lower = 0
    while lower < min(3, meant.lowerBound), excerpt[lower] & 0xC0 == 0x80 { lower += 1 }
    var upper = excerpt.count
    for length in 1...3 where excerpt.count - length >= meant.upperBound {
      let byte = excerpt[excerpt.count - length]
      if byte & 0xC0 == 0x80 { continue }
      // The high bits of a first byte say how many bytes the character has.
      if 0xC2...0xF4 ~= byte, (~byte).leadingZeroBitCount > length { upper -= length }
      break
    }
    return (
      Array(excerpt[lower..<upper]), meant.lowerBound - lower..<meant.upperBound - lower
    )
  }

  /// The bytes that are meant, if the excerpt holds all of them, and on one line.
  var wholeHighlight: Range<Int>? {
    let meant = highlight.clamped(to: 0..<excerpt.count)
    // A highlight that reaches the limit may have been cut there.
    let isWhole = meant.upperBound < Self.limit && !excerpt[..<meant.upperBound].contains(0x0A)
    return isWhole ? meant : nil
  }
}
