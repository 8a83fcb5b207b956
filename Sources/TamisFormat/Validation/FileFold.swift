import TamisCore

/// What is kept of a file from batch to batch: counts, hashes, and the lines that are no records.
struct FileFold {
  let path: String
  private let policy: FindingPolicy
  private(set) var summary: FileSummary
  private var lines: BrokenLines
  private(set) var firstLines = LineTable()
  private var ids = LineTable()
  private var blankLines = 0
  /// Which part of a data set the file is.
  let part: FilePart?

  init(path: String, part: FilePart?, policy: FindingPolicy, marker: FieldName) {
    self.path = path
    self.part = part
    self.policy = policy
    lines = BrokenLines(marker: marker)
    summary = FileSummary(facts: FileFacts(path: path))
  }

  /// Takes in the next batch of the file: adds to its findings, numbers its records, and puts the
  /// findings in the order of their places. `others` are the records of the files before that are
  /// another part of the data set.
  mutating func see(
    _ batch: RecordBatch, _ statistics: FileStatistics, others: [SeenFile]
  ) {
    summary.statistics.add(statistics)
    var findings = batch.findings
    let outcome = lines.see(batch)
    summary.examples += outcome.examples
    summary.isLines = lines.isLines
    if !outcome.joined.isEmpty {
      findings.removeAll { $0.location.line.map { outcome.joined.contains($0) } ?? false }
    }
    summary.untrainable += findings.count { $0.rule == NoTrainableTokens.rule }
    findings += outcome.findings.compactMap { policy.apply($0) }
    if policy.severity(of: .blankLine) != nil { findings += blankLineFindings(batch) }
    if policy.severity(of: .exactDuplicate) != nil {
      findDuplicates(batch, except: outcome.joined, &findings)
    } else if policy.severity(of: .trainValidationOverlap) != nil, part != nil {
      noteRecords(batch)
    }
    if !others.isEmpty { findOverlap(batch, others, &findings) }
    if !statistics.ids.isEmpty { findSameIDs(batch, statistics.ids, &findings) }
    if findings.isEmpty {
      blankLines += batch.blankLines.count
      return
    }
    findings.sort { $0.location.precedes($1.location, ($0.rule.code, $1.rule.code)) }
    number(&findings, batch.blankLines)
    blankLines += batch.blankLines.count
    batch.findings = findings
  }

  /// True once a line with something on it has come.
  var hasRecords: Bool { lines.hasSeenContent }

  /// Gives back the memory that only records to come would need.
  mutating func forgetRecords() { (firstLines, ids) = (LineTable(), LineTable()) }

  /// What was held back until the file's end.
  mutating func finish() -> [Finding] {
    guard let pending = lines.finish() else { return [] }
    summary.examples += 1
    return policy.apply(pending).map { [$0] } ?? []
  }

  private func blankLineFindings(_ batch: RecordBatch) -> [Finding] {
    batch.blankLines.compactMap { line in
      policy.apply(
        Finding(
          .blankLine, .error, at: SourceLocation(file: batch.file, line: line, column: 1),
          "the line is blank; it holds no record", fix: Finding.Fix(.safe, "leave it out")))
    }
  }

  private mutating func findDuplicates(
    _ batch: RecordBatch, except joined: Set<Int>, _ findings: inout [Finding]
  ) {
    for (record, digest) in zip(batch.records, batch.digests) {
      guard let digest, joined.isEmpty || !joined.contains(record.line),
        let first = firstLines.insert(digest, line: record.line)
      else { continue }
      let finding = Finding(
        .exactDuplicate, .error, at: place(of: record),
        "the record is the same as that of line \(first)",
        fix: Finding.Fix(.unsafe, "tamis dedupe leaves it out"))
      findings += policy.apply(finding).map { [$0] } ?? []
    }
  }

  private mutating func noteRecords(_ batch: RecordBatch) {
    for (record, digest) in zip(batch.records, batch.digests) {
      if let digest { _ = firstLines.insert(digest, line: record.line) }
    }
  }

  private func findOverlap(
    _ batch: RecordBatch, _ others: [SeenFile], _ findings: inout [Finding]
  ) {
    for (record, digest) in zip(batch.records, batch.digests) {
      guard let digest else { continue }
      for other in others where other.part != part {
        guard let line = other.records.line(of: digest) else { continue }
        findings +=
          policy.apply(
            Finding(
              .trainValidationOverlap, .error, at: place(of: record),
              "the record is also in \(other.path), line \(line)",
              fix: Finding.Fix(.displayOnly, "leave it out of one of the two"))
          ).map { [$0] } ?? []
        break
      }
    }
  }

  private mutating func findSameIDs(
    _ batch: RecordBatch, _ ids: [(hash: ContentHash, line: Int)], _ findings: inout [Finding]
  ) {
    for (hash, line) in ids {
      guard let first = self.ids.insert(hash, line: line) else { continue }
      findings +=
        policy.apply(
          Finding(
            .duplicateID, .error, at: SourceLocation(file: batch.file, line: line, column: 1),
            "the id of the record is that of line \(first)")
        ).map { [$0] } ?? []
    }
  }

  private func place(of record: Record) -> SourceLocation {
    SourceLocation(
      file: record.batch.file, line: record.line, column: 1, byteOffset: record.byteOffset,
      pointer: "")
  }

  /// Says which record of the file each finding is about.
  private func number(_ findings: inout [Finding], _ blank: [Int]) {
    var passed = 0
    for index in findings.indices {
      guard let line = findings[index].location.line, findings[index].location.record == nil,
        findings[index].rule != .blankLine
      else { continue }
      while passed < blank.count, blank[passed] < line { passed += 1 }
      findings[index].location.record = line - 1 - blankLines - passed
    }
  }
}

/// What is kept of a file that is one part of a data set, while other parts are read.
struct SeenFile {
  var path: String
  var part: FilePart
  var records: LineTable
}

/// How bad the target finds what, for findings that no rule's reporter has made.
struct FindingPolicy: Sendable {
  let target: String
  let severities: [String: Severity]
  /// Codes that are not wanted.
  let ignored: Set<String>

  /// How bad breaking `rule` is; `nil` where nobody cares.
  func severity(of rule: Rule) -> Severity? { severities[rule.code] }

  /// `finding` as the target sees it; `nil` where nobody wants it. A rule that the profile does not
  /// know keeps its severity.
  func apply(_ finding: Finding, atMost: Severity = .error) -> Finding? {
    if ignored.contains(finding.rule.code) { return nil }
    var finding = finding
    finding.severity = min(severities[finding.rule.code] ?? finding.severity, atMost)
    finding.target = target
    return finding
  }
}

extension SourceLocation {
  /// The order of places in a file; what has no line comes last. Equal places go by rule.
  func precedes(_ other: SourceLocation, _ codes: (String, String)) -> Bool {
    let (line, otherLine) = (line ?? .max, other.line ?? .max)
    if line != otherLine { return line < otherLine }
    let (column, otherColumn) = (column ?? 0, other.column ?? 0)
    if column != otherColumn { return column < otherColumn }
    return codes.0 < codes.1
  }
}
