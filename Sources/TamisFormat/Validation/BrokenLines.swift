import TamisCore

/// Makes few findings of the many lines that are no records when a file isn't JSON Lines at all.
///
/// A JSON array over a million lines is one mistake, not a million. Lines that were rejected are
/// held against each other: does a value go on from line to line, is everything one array, are
/// there zeros between the letters (UTF-16)?
struct BrokenLines {
  /// What the lines of a batch amount to.
  struct Outcome {
    var findings: [Finding] = []
    /// Lines that hold a record, good or bad.
    var examples = 0
    /// Lines that are parts of a value of several lines; whatever was found in them does not count.
    var joined: Set<Int> = []
  }

  /// False once the file has turned out to be something else.
  private(set) var isLines = true
  /// True once a line that isn't blank has come.
  private(set) var hasSeenContent = false
  private var isWide = false
  private var open: Open?
  /// A field that only a whole record has, never a part of one.
  private let marker: FieldName

  /// A look at the lines of a file for a target whose records have the field `marker`.
  init(marker: FieldName) { self.marker = marker }

  /// A value that goes on behind its line, or looks like it.
  private struct Open {
    var value: ContinuedValue
    /// What there is to say if the next line is no part of it.
    var finding: Finding
    var isCertain: Bool
    /// True where the value is an array of records.
    var isArray = false
  }

  private struct Line {
    var number: Int
    var bytes: UnsafeRawBufferPointer
    /// Why the line is no record.
    var finding: Finding?
    /// True for a record that can be no part of another.
    var isWhole = false
  }

  /// Looks at the next batch of the file.
  mutating func see(_ batch: RecordBatch) -> Outcome {
    var outcome = Outcome()
    let rejected = batch.rejections.contains { if case .raw = $0.record { true } else { false } }
    guard rejected || open != nil else {
      outcome.examples = batch.liveCount
      if batch.liveCount > 0 { hasSeenContent = true }
      return outcome
    }
    var lines: [(line: Int, finding: Finding?, raw: [UInt8], record: Record?)] = []
    for rejection in batch.rejections {
      guard case .raw(let raw) = rejection.record else { continue }
      lines.append((rejection.finding.location.line ?? 0, rejection.finding, raw, nil))
    }
    for record in batch.records { lines.append((record.line, nil, [], record)) }
    lines.sort { $0.line < $1.line }
    for entry in lines {
      if let record = entry.record {
        let line = Line(
          number: entry.line, bytes: record.original, isWhole: record[marker] != nil)
        take(line, &outcome)
      } else {
        entry.raw.withUnsafeBytes { raw in
          take(Line(number: entry.line, bytes: raw, finding: entry.finding), &outcome)
        }
      }
    }
    return outcome
  }

  /// What is left to say at the end of the file.
  mutating func finish() -> Finding? {
    defer { open = nil }
    return open.flatMap { $0.isCertain ? nil : $0.finding }
  }

  private mutating func take(_ line: Line, _ outcome: inout Outcome) {
    let isFirst = !hasSeenContent
    hasSeenContent = true
    if goOn(with: line, &outcome) { return }
    guard let finding = line.finding else {
      outcome.examples += 1
      return
    }
    if isWide || (isFirst && line.bytes.prefix(2).contains(0)) {
      sayWide(line, finding, &outcome)
    } else if isFirst, line.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      say(
        .notJSONLines, finding,
        "the file is a JSON array, not JSON Lines: one object on each line, without brackets and "
          + "commas around them", &outcome)
      open = ContinuedValue(opening: line.bytes).map {
        Open(value: $0, finding: finding, isCertain: true, isArray: true)
      }
      outcome.joined.insert(line.number)
    } else if let value = ContinuedValue(opening: line.bytes) {
      open = Open(value: value, finding: finding, isCertain: false)
    } else if finding.rule == .syntaxError, Self.endsInCarriageReturns(line.bytes) {
      if isLines {
        isLines = false
        var finding = finding
        finding.rule = .carriageReturnLines
        finding.message =
          "lines end in a carriage return alone, so the file is one line for most readers"
        finding.fix = Finding.Fix(.safe, #"tr '\r' '\n' < FILE > fixed.jsonl"#)
        outcome.findings.append(finding)
      }
    } else {
      outcome.examples += 1
      outcome.findings.append(finding)
    }
  }

  /// True when `line` is a part of the value that is open.
  private mutating func goOn(with line: Line, _ outcome: inout Outcome) -> Bool {
    guard var open else { return false }
    // A line that was cut off behind a comma is followed by a record like any other.
    guard open.isArray || !line.isWhole, open.value.goOn(with: line.bytes) else {
      self.open = nil
      if !open.isCertain {
        outcome.examples += 1
        outcome.findings.append(open.finding)
      }
      return false
    }
    if !open.isCertain {
      open.isCertain = true
      say(
        .notJSONLines, open.finding,
        "a record goes on over several lines; JSON Lines has one on each", &outcome)
    }
    outcome.joined.insert(line.number)
    self.open = open.value.isOpen ? open : nil
    return true
  }

  /// Notes, once for a file, that it is no JSON Lines.
  private mutating func say(
    _ rule: Rule, _ place: Finding, _ message: String, _ outcome: inout Outcome
  ) {
    guard isLines else { return }
    isLines = false
    var finding = place
    finding.rule = rule
    finding.message = message
    finding.location.byteOffset = finding.location.byteOffset.map { offset in
      offset - (finding.location.column ?? 1) + 1
    }
    finding.location.column = 1
    finding.fix = Finding.Fix(.safe, "tamis ingest --as json FILE > fixed.jsonl")
    finding.evidence = nil
    outcome.findings.append(finding)
  }

  private mutating func sayWide(_ line: Line, _ place: Finding, _ outcome: inout Outcome) {
    outcome.joined.insert(line.number)
    guard !isWide else { return }
    (isWide, isLines) = (true, false)
    let verdict = WrongEncoding.verdict(
      encoding: line.bytes.first == 0 ? "UTF-16BE" : "UTF-16LE")
    outcome.findings.append(
      Finding(
        WrongEncoding.rule, .error, at: SourceLocation(file: place.location.file),
        verdict.message, fix: verdict.fix))
  }

  /// True where a carriage return parts two objects.
  static func endsInCarriageReturns(_ line: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while let found = line.firstOffset(of: 0x0D, from: at) {
      if found > 0, line[found - 1] == UInt8(ascii: "}"),
        line.isByte(UInt8(ascii: "{"), at: found + 1)
      {
        return true
      }
      at = found + 1
    }
    return false
  }
}
