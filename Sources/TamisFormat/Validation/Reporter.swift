import TamisCore

/// Makes findings of what rules notice about one record.
///
/// A rule names the place as a node or as a range of bytes; everything else a finding needs (file,
/// line, column, pointer, excerpt, severity, target) is worked out here, and only then.
final class Reporter {
  /// Findings of one rule that one record gets; the last says how many more there would be.
  static let limit = 20

  private let document: JSONDocument
  private let target: String
  private let severities: [String: Severity]
  private(set) var findings: [Finding] = []

  private var file = "-"
  private var line = 0
  private var byteOffset = 0
  private var counts: [(rule: Rule, count: Int, last: Int)] = []

  init(_ document: JSONDocument, _ profile: Profile) {
    self.document = document
    target = profile.name
    severities = profile.rules
  }

  /// Says which record comes next.
  func begin(_ record: Record) {
    file = record.batch.file
    line = record.line
    byteOffset = record.byteOffset
    if !counts.isEmpty { finishCounts() }
  }

  /// Gives the findings away.
  func takeFindings() -> [Finding] {
    if !counts.isEmpty { finishCounts() }
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  /// Notes that `rule` is broken by the value (or key) at `node`.
  func report(
    _ rule: Rule, at node: Int, atMost severity: Severity = .error, fix: Finding.Fix? = nil,
    _ message: @autoclosure () -> String
  ) {
    report(
      rule, at: node, range: document.node(node).range, atMost: severity, fix: fix, message())
  }

  /// Notes that `rule` is broken by the bytes of `range`, which belong to the value at `node`.
  func report(
    _ rule: Rule, at node: Int, range: Range<Int>, atMost severity: Severity = .error,
    fix: Finding.Fix? = nil, _ message: @autoclosure () -> String
  ) {
    guard let profiled = severities[rule.code], mayReport(rule) else { return }
    findings.append(
      Finding(
        rule, min(profiled, severity),
        at: SourceLocation(
          file: file, line: line, column: range.lowerBound + 1,
          byteOffset: byteOffset + range.lowerBound,
          pointer: JSONValue(document: document, node: node).pointer),
        message(), evidence: Finding.Evidence(of: range, in: document.text), fix: fix,
        target: target))
  }

  /// Notes that the record cannot be parsed.
  func reportUnreadable(_ error: JSONError) {
    guard let profiled = severities[error.rule.code] else { return }
    findings.append(
      Finding(
        error.rule, profiled,
        at: SourceLocation(
          file: file, line: line, column: error.offset + 1,
          byteOffset: byteOffset + error.offset),
        error.message, target: target))
  }

  /// The innermost node that the byte at `offset` is part of.
  func node(at offset: Int) -> Int {
    // Nodes stand in the order of their first bytes, and those that hold others before them.
    var low = 0
    var high = document.nodeCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(document.node(middle).start) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func mayReport(_ rule: Rule) -> Bool {
    guard let index = counts.firstIndex(where: { $0.rule.code == rule.code }) else {
      counts.append((rule, 1, findings.count))
      return true
    }
    counts[index].count += 1
    if counts[index].count > Self.limit { return false }
    counts[index].last = findings.count
    return true
  }

  private func finishCounts() {
    for entry in counts where entry.count > Self.limit {
      findings[entry.last].message += " (and \(entry.count - Self.limit) more in this record)"
    }
    counts.removeAll(keepingCapacity: true)
  }
}
