import TamisCore

/// Makes findings of what rules notice about one record.
///
/// A rule names the place as a node or as a range of bytes; everything else a finding needs (file,
/// line, column, pointer, excerpt, severity, target) is worked out here, and only then.
final class Reporter {
  /// Findings of one rule that one record gets; the last says how many more there would be.
  static let limit = 20

  private let document: JSONDocument
  private let limit: Int
  private let view: ChatView
  private let target: String
  private let severities: [String: Severity]
  // Safety: a reporter serves one thread, and no method of it calls back while it changes one of these.
  @exclusivity(unchecked) private(set) var findings: [Finding] = []

  @exclusivity(unchecked) private var file = "-"
  @exclusivity(unchecked) private var line = 0
  @exclusivity(unchecked) private var byteOffset = 0
  @exclusivity(unchecked) private var counts: [(rule: Rule, count: Int, last: Int)] = []

  /// A reporter for the records that `view` reads. `severities` are those of rules that are asked
  /// though the profile does not name them.
  init(
    _ view: ChatView, _ profile: Profile, defaults: [String: Severity] = [:],
    limit: Int = Reporter.limit
  ) {
    self.limit = limit
    self.view = view
    document = view.document
    target = profile.name
    severities = profile.rules.merging(defaults) { profiled, _ in profiled }
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
        message(), evidence: evidence(of: range), fix: fix, target: target))
  }

  /// The bytes around `range`; what nobody should read is masked, whatever the finding is about.
  private func evidence(of range: Range<Int>) -> Finding.Evidence {
    var evidence = Finding.Evidence(of: range, in: document.text)
    guard let hits = view.privacy?.hits, !hits.isEmpty else { return evidence }
    let start = range.lowerBound - evidence.highlight.lowerBound
    let shown = start..<start + evidence.excerpt.count
    for hit in hits where hit.range.overlaps(shown) {
      let part = hit.range.clamped(to: shown)
      let place = part.lowerBound - start..<part.upperBound - start
      evidence.excerpt.replaceSubrange(place, with: [UInt8].masked(evidence.excerpt[place]))
    }
    return evidence
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
    if counts[index].count > limit { return false }
    counts[index].last = findings.count
    return true
  }

  private func finishCounts() {
    for entry in counts where entry.count > limit {
      findings[entry.last].message += " (and \(entry.count - limit) more in this record)"
    }
    counts.removeAll(keepingCapacity: true)
  }
}
