/// How a file separates its values: what RFC 4180 fixes and real files vary.
public struct CSVDialect: Sendable, Equatable {
  /// What ends a row.
  public enum LineEnd: String, Sendable, CaseIterable {
    /// A line feed, with or without a carriage return before it.
    case lineFeed = "lf"
    /// A carriage return alone, as old Macs wrote it.
    case carriageReturn = "cr"
  }

  /// The byte between two values.
  public var delimiter: UInt8
  /// The byte around a value that holds delimiters, line ends or quotes; doubled inside.
  public var quote: UInt8
  public var lineEnd: LineEnd
  /// True when the first row names the columns.
  public var hasHeader: Bool

  public init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""),
    lineEnd: LineEnd = .lineFeed, hasHeader: Bool = true
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.lineEnd = lineEnd
    self.hasHeader = hasHeader
  }
}

/// What the user has said about a file; the rest is sniffed.
public struct CSVOptions: Sendable, Equatable {
  public var delimiter: UInt8?
  public var quote: UInt8?
  public var lineEnd: CSVDialect.LineEnd?
  public var hasHeader: Bool?
  /// Names for the columns, in place of those in the file.
  public var columns: [String]?
  /// Which columns become which fields; all of them under their own names when empty.
  public var fields: [FieldMapping]
  /// Whether records get `_origin`.
  public var origin: Bool

  public init(
    delimiter: UInt8? = nil, quote: UInt8? = nil, lineEnd: CSVDialect.LineEnd? = nil,
    hasHeader: Bool? = nil, columns: [String]? = nil, fields: [FieldMapping] = [],
    origin: Bool = true
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.lineEnd = lineEnd
    self.hasHeader = hasHeader
    self.columns = columns
    self.fields = fields
    self.origin = origin
  }
}

/// One `--field NAME=SOURCE`: the field of the record, and the column, path or field it comes from.
public struct FieldMapping: Sendable, Equatable {
  public var name: String
  public var source: String

  public init(name: String, source: String) {
    self.name = name
    self.source = source
  }
}
