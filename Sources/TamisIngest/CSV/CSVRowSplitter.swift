/// Cuts rows out of bytes the plain way, a value at a time.
///
/// For headers and samples, where rows are few: `CSVRowParser` does the same at speed, and the tests hold
/// the two against each other.
package struct CSVRowSplitter {
  /// One row.
  package struct Row: Equatable {
    /// The values, quotes taken off.
    package var values: [[UInt8]] = []
    /// Bytes of the row with its line end.
    package var length = 0
    /// Line feeds (or carriage returns, where they end rows) in those bytes.
    package var lines = 0
    /// False when the bytes ended inside of the row.
    package var isEnded = false
    /// True for a line with nothing in it.
    package var isBlank = false
    /// The first wrong quote; its places are counted from the start of the row.
    package var defect: CSVDefect?
  }

  let dialect: CSVDialect

  package init(dialect: CSVDialect) { self.dialect = dialect }

  /// The first row in `bytes`; `nil` when there are none.
  package func row(_ bytes: ArraySlice<UInt8>) -> Row? {
    guard !bytes.isEmpty else { return nil }
    let end: UInt8 = dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
    var row = Row()
    var value: [UInt8] = []
    var isQuoted = false
    var opened: Int?
    var isEmpty = true
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let place = at - bytes.startIndex
      let byte = bytes[at]
      let next = at + 1 < bytes.endIndex ? bytes[at + 1] : nil
      at += 1
      if isQuoted {
        if byte == end { row.lines += 1 }
        if byte != dialect.quote {
          value.append(byte)
        } else if next == dialect.quote {
          value.append(byte)
          at += 1
        } else {
          isQuoted = false
        }
      } else if byte == dialect.quote, value.isEmpty, opened == nil {
        isQuoted = true
        opened = place
        isEmpty = false
      } else if byte == dialect.delimiter {
        row.values.append(value)
        value = []
        opened = nil
        isEmpty = false
      } else if byte == end || byte == 0x0D && next == 0x0A && end == 0x0A {
        if byte != end { at += 1 }
        row.lines += 1
        row.isEnded = true
        break
      } else {
        if let opened, row.defect == nil {
          row.defect = .textBehindQuote(opened: opened, place)
        }
        value.append(byte)
        isEmpty = false
      }
    }
    if isQuoted, let opened, row.defect == nil { row.defect = .unclosedQuote(opened) }
    row.values.append(value)
    row.isBlank = isEmpty
    row.length = at - bytes.startIndex
    return row
  }
}
