/// What a check of a data set amounts to: counts, and a verdict.
public struct FindingSummary: Sendable {
  /// Records that were looked at.
  public var recordsChecked: Int
  /// Records that something was found in. Right when findings were counted record by record; a
  /// finding without record and line is about the file and counts none.
  public private(set) var recordsWithFindings = 0
  /// How often each rule was broken, ordered by code, then from errors to infos.
  public private(set) var rules: [RuleCount] = []
  /// How many findings say of themselves that a fix would mend them.
  public private(set) var fixable: (safe: Int, unsafe: Int) = (0, 0)
  /// Findings that were known before, and accepted: they are counted here and nowhere else.
  public var accepted = 0
  /// The target whose rules were checked.
  public var target: String?
  /// Findings this bad or worse make the data not ready; with `nil` none do.
  public var failLevel: Severity?

  private var last: SourceLocation?

  public init(recordsChecked: Int = 0, target: String? = nil, failLevel: Severity? = .error) {
    self.recordsChecked = recordsChecked
    self.target = target
    self.failLevel = failLevel
  }

  /// How often a rule was broken with one severity.
  public struct RuleCount: Sendable, Equatable {
    public let rule: Rule
    public let severity: Severity
    public internal(set) var count: Int
  }

  /// Whether the data can go where it should.
  public enum Verdict: String, Sendable {
    case ready = "READY"
    case readyWithWarnings = "READY WITH WARNINGS"
    case notReady = "NOT READY"
  }

  /// `notReady` at the fail level or above it, else `readyWithWarnings` if there is more than infos.
  public var verdict: Verdict {
    if let failLevel, rules.contains(where: { $0.severity >= failLevel }) { return .notReady }
    return rules.contains { $0.severity >= .warning } ? .readyWithWarnings : .ready
  }

  /// Counts `finding`. Keeps nothing of it but its rule and place.
  public mutating func count(_ finding: Finding) {
    let place = finding.location
    if place.record != nil || place.line != nil {
      if last.map({ !$0.isSameRecord(as: place) }) ?? true { recordsWithFindings += 1 }
      last = place
    }
    switch finding.fix?.applicability {
    case .safe: fixable.safe += 1
    case .unsafe: fixable.unsafe += 1
    case .displayOnly, nil: break
    }
    let entry = RuleCount(rule: finding.rule, severity: finding.severity, count: 1)
    if let index = rules.firstIndex(where: { !$0.precedes(entry) }) {
      if entry.precedes(rules[index]) {
        rules.insert(entry, at: index)
      } else {
        rules[index].count += 1
      }
    } else {
      rules.append(entry)
    }
  }

  /// How many findings of `severity` there are.
  public func count(of severity: Severity) -> Int {
    rules.reduce(0) { $1.severity == severity ? $0 + $1.count : $0 }
  }

  /// How many findings there are.
  public var total: Int { rules.reduce(0) { $0 + $1.count } }
}

extension FindingSummary.RuleCount {
  fileprivate func precedes(_ other: Self) -> Bool {
    rule.code == other.rule.code ? severity > other.severity : rule.code < other.rule.code
  }
}

extension SourceLocation {
  fileprivate func isSameRecord(as other: SourceLocation) -> Bool {
    (record != nil && record == other.record || line != nil && line == other.line)
      && file.utf8.elementsEqual(other.file.utf8)
  }
}
