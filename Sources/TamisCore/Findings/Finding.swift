/// One fact about the data: what was found, how bad it is, where, and what would mend it.
///
/// Findings are values. They are collected and rendered; they are never thrown.
public struct Finding: Sendable, Equatable {
  public var rule: Rule
  public var severity: Severity
  public var location: SourceLocation
  /// What is wrong with this record, in the words of the user's format.
  public var message: String
  /// The bytes around the place, as they stand in the data.
  public var evidence: Evidence?
  public var fix: Fix?
  /// The target whose rule this is, where the rule is one of a target.
  public var target: String?
  /// What stays the same when the record moves to another line: a hash of the rule, the pointer and
  /// the record's content. `nil` where nobody has worked it out.
  public var fingerprint: ContentHash?

  public init(
    _ rule: Rule, _ severity: Severity, at location: SourceLocation, _ message: String,
    evidence: Evidence? = nil, fix: Fix? = nil, target: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.location = location
    self.message = message
    self.evidence = evidence
    self.fix = fix
    self.target = target
  }

  /// An excerpt of the data, and which part of it is meant.
  public struct Evidence: Sendable, Equatable {
    /// Bytes of the record, cut to at most 160 around the place.
    public var excerpt: [UInt8]
    /// The bytes of `excerpt` that are meant.
    public var highlight: Range<Int>

    public init(excerpt: [UInt8], highlight: Range<Int>) {
      self.excerpt = excerpt
      self.highlight = highlight
    }

    /// The surroundings of `range` in `record`.
    public init(of range: Range<Int>, in record: UnsafeRawBufferPointer) {
      let lower = max(0, range.lowerBound - 40)
      let upper = max(lower, min(record.count, max(range.upperBound, lower), lower + 120) + 40)
      let shown = lower..<min(record.count, upper)
      excerpt = Array(record[shown])
      let end = min(range.upperBound, shown.upperBound)
      highlight = range.lowerBound - lower..<max(range.lowerBound, end) - lower
    }
  }

  /// What would mend a finding.
  public struct Fix: Sendable, Equatable {
    public enum Applicability: String, Sendable {
      /// Keeps the meaning of the data.
      case safe
      /// Changes the meaning: somebody has to want it.
      case unsafe
      /// Only said, never done.
      case displayOnly = "display-only"
    }

    public var applicability: Applicability
    public var description: String

    public init(_ applicability: Applicability, _ description: String) {
      self.applicability = applicability
      self.description = description
    }
  }
}

/// The name of a rule: a family letter with three digits, and words. Neither is ever used again.
public struct Rule: Sendable, Hashable, CustomStringConvertible {
  public let code: String
  public let name: String

  public init(_ code: String, _ name: String) {
    self.code = code
    self.name = name
  }

  public var description: String { "\(code) \(name)" }
}

/// How bad a finding is.
public enum Severity: String, Sendable, Comparable, CaseIterable {
  /// A fact that is good to know.
  case info
  /// Accepted, but probably not what was meant.
  case warning
  /// Refused by the target, or lost.
  case error

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A place in the user's data.
public struct SourceLocation: Sendable, Equatable {
  /// The path as the user gave it; `-` is standard input.
  public var file: String
  /// Counted from 1.
  public var line: Int?
  /// Byte in the line, counted from 1.
  public var column: Int?
  /// Byte in the file (decompressed, decoded), counted from 0.
  public var byteOffset: Int?
  /// Record in the file, counted from 0.
  public var record: Int?
  /// JSON Pointer (RFC 6901) to the value in the record.
  public var pointer: String?

  public init(
    file: String, line: Int? = nil, column: Int? = nil, byteOffset: Int? = nil,
    record: Int? = nil, pointer: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.byteOffset = byteOffset
    self.record = record
    self.pointer = pointer
  }
}
