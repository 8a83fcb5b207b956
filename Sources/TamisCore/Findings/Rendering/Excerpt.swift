/// Evidence as one line of a terminal, with carets under the part that is meant.
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

  init(_ evidence: ShownEvidence) {
    (isCutLeft, isCutRight) = (evidence.isCutLeft, evidence.isCutRight)
    let highlight = evidence.highlight
    var lower: Int?
    var upper: Int?
    for (scalar, range) in LenientUTF8(evidence.excerpt) {
      if lower == nil, range.upperBound > highlight.lowerBound { lower = cells.count }
      if upper == nil, range.lowerBound >= highlight.upperBound { upper = cells.count }
      let start = text.count
      var columns = 4
      if let scalar {
        columns = text.append(visible: scalar)
      } else {
        text.append(hexEscape: evidence.excerpt[range.lowerBound])
      }
      cells.append(Cell(bytes: start..<text.count, columns: columns))
    }
    let first = lower ?? cells.count
    meant = first..<max(first, upper ?? cells.count)
    shown = window()
    isCutLeft = isCutLeft || shown.lowerBound > 0
    isCutRight = isCutRight || shown.upperBound < cells.count
  }

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
