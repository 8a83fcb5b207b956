import TamisCore

/// The names of the columns, and where the first row of data starts.
struct CSVHeader {
  let columns: CSVColumns
  /// Bytes and lines before the first row of data.
  private(set) var length: Int
  private(set) var lines: Int

  /// The header in `sample`, whose first `hint` bytes are a line of their own; `nil` where the file has
  /// no rows at all.
  init?(
    _ sample: [UInt8], after hint: Int, dialect: CSVDialect, options: CSVOptions, file: String
  ) throws(InputError) {
    length = hint
    lines = hint > 0 ? 1 : 0
    let splitter = CSVRowSplitter(dialect: dialect)
    guard var row = splitter.row(sample[hint...]) else { return nil }
    while row.isBlank {
      length += row.length
      lines += row.lines
      guard let next = splitter.row(sample[length...]) else { return nil }
      row = next
    }
    if !row.isEnded, sample.count >= CSVSniffer.sampleSize {
      throw InputError(
        path: file,
        kind: .format(
          "the first row does not end within \(CSVSniffer.sampleSize) bytes; is a quote not closed?",
          line: lines + 1, column: 1, offset: length))
    }
    if dialect.hasHeader {
      if let defect = row.defect {
        throw Self.error(defect, sample[length...], after: lines, dialect, file)
      }
      let valid = sample[length..<length + row.length].withUnsafeBytes { validUTF8Prefix($0) }
      if options.columns == nil, valid < row.length {
        throw InputError(
          path: file, kind: .undecodable(encoding: "UTF-8", offset: length + valid))
      }
    } else {
      row = Self.firstWhole(sample[length...], splitter, dialect) ?? row
    }
    columns = try CSVColumns(
      names: CSVColumns.names(
        header: dialect.hasHeader ? row.values : nil, count: row.values.count,
        options: options, file: file),
      options: options, file: file)
    if dialect.hasHeader {
      length += row.length
      lines += row.lines
    }
  }

  /// The first row whose quotes are right: it says how many columns there are where no header does.
  private static func firstWhole(
    _ sample: ArraySlice<UInt8>, _ splitter: CSVRowSplitter, _ dialect: CSVDialect
  ) -> CSVRowSplitter.Row? {
    let end: UInt8 = dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
    var rest = sample
    // What is wrong is left out by the line, as the rows are; a hundred lines say enough.
    for _ in 0..<100 {
      guard let row = splitter.row(rest) else { return nil }
      if row.defect == nil, !row.isBlank { return row }
      guard let line = rest.firstIndex(of: end) else { return nil }
      rest = rest[(line + 1)...]
    }
    return nil
  }

  /// The error for a defect in the header, which starts `text` behind that many lines.
  private static func error(
    _ defect: CSVDefect, _ text: ArraySlice<UInt8>, after lines: Int, _ dialect: CSVDialect,
    _ file: String
  ) -> InputError {
    let end: UInt8 = dialect.lineEnd == .lineFeed ? 0x0A : 0x0D
    let (place, message) =
      switch defect {
      case .unclosedQuote(let opened):
        (opened, "the quote that opens here, in the header, is never closed")
      case .textBehindQuote(_, let place):
        (place, "text behind a closing quote, in the header")
      }
    let before = text.prefix(place)
    let lineStart = before.lastIndex(of: end).map { $0 + 1 } ?? text.startIndex
    let offset = text.startIndex + place
    return InputError(
      path: file,
      kind: .format(
        message, line: lines + 1 + before.count { $0 == end }, column: offset - lineStart + 1,
        offset: offset))
  }
}
