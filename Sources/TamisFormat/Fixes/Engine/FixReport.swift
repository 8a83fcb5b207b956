public import TamisCore

/// What a fix has done to a file.
public struct FixReport: Sendable, Equatable {
  /// How many findings of a rule were mended.
  public struct RuleCount: Sendable, Equatable {
    public let rule: Rule
    public internal(set) var count: Int
  }

  /// By the rules' codes.
  public private(set) var rules: [RuleCount] = []
  /// Lines that were left out: records, and what could not become one.
  public internal(set) var linesDropped = 0
  /// Lines that were written.
  public internal(set) var linesWritten = 0

  public init() {}

  /// How many findings were mended.
  public var total: Int { rules.reduce(0) { $0 + $1.count } }

  mutating func count(_ rule: Rule, _ times: Int = 1) {
    if let index = rules.firstIndex(where: { $0.rule.code >= rule.code }) {
      if rules[index].rule.code == rule.code {
        rules[index].count += times
      } else {
        rules.insert(RuleCount(rule: rule, count: times), at: index)
      }
    } else {
      rules.append(RuleCount(rule: rule, count: times))
    }
  }

  /// Takes the counts of another file in.
  public mutating func add(_ other: FixReport) {
    for entry in other.rules { count(entry.rule, entry.count) }
    linesDropped += other.linesDropped
    linesWritten += other.linesWritten
  }
}

/// A stretch of a file and what became of it.
public struct FixedText {
  /// The bytes as they stood, decoded; line ends and a UTF-8 byte-order mark included.
  public let old: UnsafeRawBufferPointer
  /// The bytes that are to be written.
  public let new: UnsafeRawBufferPointer
  /// False where both are the same.
  public let isChanged: Bool
}
