/// Guesses the dialect of a file from its beginning, and says why.
///
/// For each candidate delimiter the sample is cut into rows; the delimiter wins under which most rows
/// have the same number of columns, more columns first. Quote and header follow from the rows.
public struct CSVSniffer {
  /// Bytes of a file that are looked at.
  public static let sampleSize = 256 << 10

  /// What was found, where the user has not said it.
  public private(set) var dialect = CSVDialect()
  /// A line for each decision, for `-v`.
  public private(set) var evidence: [String] = []
  /// Bytes of the line `sep=;` that Excel leaves at the start of some files.
  public private(set) var hintLength = 0

  private static let candidates = [",", "\t", ";", "|"].map { UInt8(ascii: $0) }
  private let sample: ArraySlice<UInt8>
  private let isWhole: Bool

  /// Looks at `sample`, the first bytes of a file; `isWhole` when there are no others.
  public init(_ sample: [UInt8], isWhole: Bool, options: CSVOptions = CSVOptions()) {
    let hint = Self.separatorHint(sample)
    hintLength = hint?.length ?? 0
    self.sample = sample.dropFirst(hintLength)
    self.isWhole = isWhole
    chooseLineEnd(options.lineEnd)
    chooseQuote(options.quote)
    chooseDelimiter(options.delimiter, hint: hint?.delimiter)
    chooseHeader(options.hasHeader)
  }

  /// `sep=` and the delimiter, as the first line.
  private static func separatorHint(_ sample: [UInt8]) -> (delimiter: UInt8, length: Int)? {
    guard sample.count > 5, sample.starts(with: "sep=".utf8) else { return nil }
    let delimiter = sample[4]
    let isMark = delimiter == 0x09 || (0x21..<0x7F).contains(delimiter)
    guard isMark, delimiter != UInt8(ascii: "\""), !isAlphanumeric(delimiter) else { return nil }
    switch sample[5] {
    case 0x0A: return (delimiter, 6)
    case 0x0D: return (delimiter, sample.dropFirst(6).first == 0x0A ? 7 : 6)
    default: return nil
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  private mutating func chooseLineEnd(_ given: CSVDialect.LineEnd?) {
    if let given {
      dialect.lineEnd = given
      return
    }
    let isMac = sample.contains(0x0D) && !sample.contains(0x0A)
    dialect.lineEnd = isMac ? .carriageReturn : .lineFeed
    let crlf = zip(sample, sample.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A }
    evidence.append("line end: " + (isMac ? "CR only" : crlf ? "CRLF" : "LF"))
  }

  private mutating func chooseQuote(_ given: UInt8?) {
    if let given {
      dialect.quote = given
      return
    }
    guard !sample.contains(UInt8(ascii: "\"")) else {
      evidence.append("quote: '\"'")
      return
    }
    // Single quotes only where values that start with one also end with one: an apostrophe
    // would be a lone one.
    let borders = Set(Self.candidates + [0x0A, 0x0D])
    let apostrophe = UInt8(ascii: "'")
    var opening = 0
    var closing = 0
    var before: UInt8 = 0x0A
    for (byte, after) in zip(sample, Array(sample.dropFirst()) + [0x0A]) {
      if byte == apostrophe {
        if borders.contains(before) { opening += 1 }
        if borders.contains(after) { closing += 1 }
      }
      before = byte
    }
    if opening >= 3, opening == closing {
      dialect.quote = apostrophe
      evidence.append("quote: ' around \(opening) values, and no double quotes")
    } else {
      evidence.append("quote: '\"' (none seen)")
    }
  }

  private mutating func chooseDelimiter(_ given: UInt8?, hint: UInt8?) {
    if let given {
      dialect.delimiter = given
      return
    }
    if let hint {
      dialect.delimiter = hint
      evidence.append("delimiter: \(Self.name(hint)), as the line sep= says")
      return
    }
    var best = (share: 0.0, columns: 1, rows: 0, same: 0)
    for candidate in Self.candidates where candidate != dialect.quote {
      let widths = rows(delimiter: candidate).map(\.count)
      guard let columns = mostFrequent(widths), columns > 1 else { continue }
      let same = widths.count { $0 == columns }
      let share = Double(same) / Double(widths.count)
      if (share, columns) > (best.share, best.columns) {
        best = (share, columns, widths.count, same)
        dialect.delimiter = candidate
      }
    }
    if best.rows == 0 {
      evidence.append("delimiter: none seen, so one column")
    } else {
      evidence.append(
        "delimiter: \(Self.name(dialect.delimiter)), \(best.columns) columns in "
          + "\(best.same) of the first \(best.rows) rows")
    }
  }

  private mutating func chooseHeader(_ given: Bool?) {
    if let given {
      dialect.hasHeader = given
      return
    }
    guard let first = rows(delimiter: dialect.delimiter).first else { return }
    if let number = first.first(where: Self.looksLikeNumber) {
      dialect.hasHeader = false
      evidence.append(
        "header: no, the first row holds the number \(String(decoding: number, as: UTF8.self))")
    } else {
      dialect.hasHeader = true
      evidence.append("header: yes, no value of the first row is a number")
    }
  }

  /// The rows of the sample, cut at `delimiter`; without the last one if it may go on.
  private func rows(delimiter: UInt8) -> [[[UInt8]]] {
    var dialect = dialect
    dialect.delimiter = delimiter
    let splitter = CSVRowSplitter(dialect: dialect)
    var rows: [[[UInt8]]] = []
    var rest = sample
    while let row = splitter.row(rest) {
      rest = rest.dropFirst(row.length)
      if !row.isBlank, row.isEnded || isWhole || rows.isEmpty { rows.append(row.values) }
    }
    return rows
  }

  private func mostFrequent(_ numbers: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for number in numbers { counts[number, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  private static func looksLikeNumber(_ value: [UInt8]) -> Bool {
    let digits = Set("0123456789".utf8)
    let others = Set(".-+ \r".utf8)
    return value.contains { digits.contains($0) }
      && value.allSatisfy { digits.contains($0) || others.contains($0) }
  }

  private static func name(_ delimiter: UInt8) -> String {
    delimiter == UInt8(ascii: "\t") ? "tab" : "'\(Character(UnicodeScalar(delimiter)))'"
  }
}
