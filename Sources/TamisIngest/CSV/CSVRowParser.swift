// The loop that all CSV data goes through: from the bytes of a row straight to the bytes of a JSON object.
//
// A value is copied sixteen bytes at a time while the same instructions look for what ends it (the
// delimiter, a line end) and what JSON must escape (quotes, backslashes, control characters). So a
// value of up to sixteen bytes costs one load, one store and a few comparisons:
//
//     7,"a ""b"" c",x⏎      →      {"id":"7","text":"a \"b\" c","tag":"x"
//
// The object is left open for `_origin`. When a row turns out to be no good, the caller truncates the
// output to where the row began, and nothing of it is left.

import CTamisKernels
import TamisCore

/// Turns rows of CSV into JSON objects.
struct CSVRowParser {
  let dialect: CSVDialect
  let columns: CSVColumns

  /// What became of a row.
  enum Outcome: Equatable {
    /// A whole row; its last values may be missing or superfluous: see `Row.values`.
    case row
    /// A line with nothing in it.
    case blank
    /// The bytes end inside of the row.
    case needsMore
    /// A quote in the row is wrong.
    case defect(CSVDefect)
  }

  /// Where a row ends and how many values it has.
  struct Row {
    /// Place of the next row.
    var end: Int
    /// Values in the row.
    var values = 0
    /// Line ends in the row, its own included.
    var lines = 0
  }

  /// Parses the row that starts at `row.end` in `base..<base + count`, and appends its object, without
  /// the closing quote and brace, to `output`.
  ///
  /// At least one byte must be there. `isComplete` says that the file ends at `count`. `base` has `ByteBuffer.slack` readable bytes
  /// behind `count`.
  @inline(__always)
  func parse(
    _ row: inout Row, _ base: UnsafePointer<UInt8>, _ count: Int, _ isComplete: Bool,
    into output: inout ByteBuffer
  ) -> Outcome {
    let delimiter = dialect.delimiter
    let quote = dialect.quote
    let prefixes = columns.prefixes
    let start = row.end
    var at = start
    var column = 0
    return columns.text.withUnsafeBufferPointer { texts -> Outcome in
      // Safety: `texts` has `slack` bytes behind every prefix, `output` has room for the longest prefix,
      // for all of the window that is left and for the overshoot of the kernels.
      let text = texts.baseAddress.unsafelyUnwrapped
      while true {
        let valueStart = output.count
        var isWanted = false
        if column < prefixes.count, let prefix = prefixes[column] {
          isWanted = true
          let room = output.reserve(prefix.count + 16)
          tamis_copy_short(room, text + prefix.lowerBound, prefix.count)
          output.advance(by: prefix.count)
        }
        var opened = -1
        if at < count, base[at] == quote {
          opened = at
          at += 1
          if let stop = parseQuoted(&at, base, count, isComplete, opened, &row, into: &output) {
            return stop
          }
        }
        // The rest of the value, up to its delimiter or the end of the row.
        while true {
          let room = output.reserve(count - at + 16)
          let copied = tamis_copy_csv_plain(room, base + at, count - at, delimiter, quote)
          output.advance(by: copied)
          at += copied
          if opened >= 0, copied > 0 {
            return .defect(.textBehindQuote(opened: opened, at - copied))
          }
          if at >= count {
            guard isComplete else { return .needsMore }
            column += 1
            if !isWanted { output.truncate(to: valueStart) }
            row.values = column
            row.end = count
            row.lines += 1
            return .row
          }
          let byte = base[at]
          if byte == delimiter {
            break
          }
          var lineEnd = 0
          if byte == 0x0A, dialect.lineEnd == .lineFeed {
            lineEnd = 1
          } else if byte == 0x0D {
            if dialect.lineEnd == .carriageReturn {
              lineEnd = 1
            } else if at + 1 >= count, !isComplete {
              return .needsMore
            } else if at + 1 < count, base[at + 1] == 0x0A {
              lineEnd = 2
            }
          }
          if lineEnd > 0 {
            if at == start {
              row.end = at + lineEnd
              row.lines += 1
              output.truncate(to: valueStart)
              return .blank
            }
            column += 1
            if !isWanted { output.truncate(to: valueStart) }
            row.values = column
            row.end = at + lineEnd
            row.lines += 1
            return .row
          }
          if opened >= 0 { return .defect(.textBehindQuote(opened: opened, at)) }
          if count - at < 3, !isComplete { return .needsMore }
          at += escape(base + at, count - at, into: &output)
        }
        if !isWanted { output.truncate(to: valueStart) }
        column += 1
        at += 1
      }
    }
  }

  /// Parses a quoted value from behind its quote to behind the closing one; what stopped it, if
  /// something did.
  @inline(__always)
  private func parseQuoted(
    _ at: inout Int, _ base: UnsafePointer<UInt8>, _ count: Int, _ isComplete: Bool,
    _ opened: Int, _ row: inout Row, into output: inout ByteBuffer
  ) -> Outcome? {
    let quote = dialect.quote
    while true {
      let room = output.reserve(count - at + 16)
      let copied = tamis_copy_csv_plain(room, base + at, count - at, quote, quote)
      output.advance(by: copied)
      at += copied
      if at >= count { return isComplete ? .defect(.unclosedQuote(opened)) : .needsMore }
      let byte = base[at]
      if byte == quote {
        if at + 1 >= count, !isComplete { return .needsMore }
        if at + 1 < count, base[at + 1] == quote {
          at += JSONString.encodeEscape(base + at, 1, into: &output) + 1
          continue
        }
        at += 1
        return nil
      }
      if byte == 0x0A, dialect.lineEnd == .lineFeed { row.lines += 1 }
      if byte == 0x0D, dialect.lineEnd == .carriageReturn { row.lines += 1 }
      if count - at < 3, !isComplete { return .needsMore }
      at += escape(base + at, count - at, into: &output)
    }
  }

  /// Appends the character at `text` as JSON wants it; returns the bytes that it took.
  private func escape(
    _ text: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteBuffer
  ) -> Int {
    // Half of a surrogate pair is not UTF-8, so the row will be rejected; but the bytes behind it may
    // be a delimiter or a line end.
    let limit = text[0] == 0xED ? 1 : count
    return JSONString.encodeEscape(text, limit, into: &output)
  }
}
