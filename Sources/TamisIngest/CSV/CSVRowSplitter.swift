/// Cuts rows out of bytes the plain way, a value at a time.
///
/// For headers and samples, where rows are few: `CSVRowParser` does the same at speed, and the tests hold
/// the two against each other.
struct CSVRowSplitter {
  /// One row.
  struct Row: Equatable {
    /// The values, quotes taken off.
    var values: [[UInt8]] = []
    /// Bytes of the row with its line end.
    var length = 0
    /// Line feeds (or carriage returns, where they end rows) in those bytes.
    var lines = 0
    /// False when the bytes ended inside of the row.
    var isEnded = false
    /// True for a line with nothing in it.
    var isBlank: Bool { values.count == 1 && values[0].isEmpty && length <= 2 }
  }

  let dialect: CSVDialect

  /// The first row in `bytes`; `nil` when there are none.
  func row(_ bytes: ArraySlice<UInt8>) -> Row? {
    guard !bytes.isEmpty else { return nil }
    let end: UInt8 = dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
    var row = Row()
    var value: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      at += 1
      if byte == end { row.lines += 1 }
      if isQuoted {
        if byte != dialect.quote {
          value.append(byte)
        } else if at < bytes.endIndex, bytes[at] == dialect.quote {
          value.append(byte)
          at += 1
        } else {
          isQuoted = false
        }
      } else if byte == dialect.quote, value.isEmpty, !wasQuoted {
        isQuoted = true
        wasQuoted = true
      } else if byte == dialect.delimiter {
        row.values.append(value)
        value = []
        wasQuoted = false
      } else if byte == end {
        if end == 0x0A, value.last == 0x0D { value.removeLast() }
        row.isEnded = true
        break
      } else {
        value.append(byte)
      }
    }
    row.values.append(value)
    row.length = at - bytes.startIndex
    return row
  }
}
