import TamisCore

/// Mends lines, block after block, and keeps what goes on from line to line: a record that is spread
/// over several of them, and the records that were seen.
final class LineFixer {
  private let profile: Profile
  private let allowsUnsafe: Bool
  private let recordLimit: Int
  private let output: FixOutput
  private let records: RecordFixer
  private var kernel: any Kernel
  private let batch = RecordBatch()
  /// A field that each record of the target has.
  private let marker: FieldName

  /// The records that were written, where duplicates are left out.
  private var seen: LineTable?
  private var open: OpenRecord?
  private var hasJoined = false
  private var hasSplit = false
  private var hasEndedLines = false

  /// A record that goes on behind its line, or looks like it.
  private struct OpenRecord {
    var value: ContinuedValue
    /// The lines as they stand.
    var text: [UInt8]
    var lines: [Range<Int>]
  }

  init(
    _ validator: Validator, allowsUnsafe: Bool, recordLimit: Int, _ output: FixOutput
  ) {
    profile = validator.profile
    self.allowsUnsafe = allowsUnsafe
    self.recordLimit = recordLimit
    self.output = output
    records = RecordFixer(validator, allowsUnsafe: allowsUnsafe)
    kernel = validator.makeStage().makeKernel()
    marker = FieldName(profile.fields.values.first ?? "")
    if allowsUnsafe, profile.severity(of: .exactDuplicate) != nil { seen = LineTable() }
  }

  private func isActive(_ rule: Rule) -> Bool { profile.severity(of: rule) != nil }

  /// Mends a block of whole lines; the last line of the file may have no end.
  func fix(_ block: UnsafeRawBufferPointer, isLast: Bool, _ report: inout FixReport) throws {
    let attention = look(at: block)
    var start = 0
    var kept = 0
    var number = 1
    while start < block.count {
      let lineFeed = block.firstOffset(of: 0x0A, from: start)
      let end = lineFeed.map { $0 + 1 } ?? block.count
      let line = UnsafeRawBufferPointer(rebasing: block[start..<end])
      if needsWork(line, attention.contains(number)) {
        try output.keep(UnsafeRawBufferPointer(rebasing: block[kept..<start]))
        try fixLine(line, isWhole: attention.isWhole(number), &report)
        kept = end
      } else {
        report.linesWritten += 1
      }
      start = end
      number += 1
    }
    try output.keep(UnsafeRawBufferPointer(rebasing: block[kept...]))
  }

  /// Ends the file.
  func finish(_ report: inout FixReport) throws { try giveUpJoining(&report) }

  /// What the validator says about the lines of a block.
  private struct Attention {
    var lines: Set<Int> = []
    var wholeRecords: Set<Int> = []
    func contains(_ line: Int) -> Bool { lines.contains(line) }
    func isWhole(_ line: Int) -> Bool { wholeRecords.contains(line) }
  }

  private func look(at block: UnsafeRawBufferPointer) -> Attention {
    batch.reset()
    batch.text.append(block)
    kernel.process(batch)
    var attention = Attention()
    for finding in batch.findings where records.mayMend(finding) {
      if let line = finding.location.line { attention.lines.insert(line) }
    }
    for rejection in batch.rejections {
      if let line = rejection.finding.location.line { attention.lines.insert(line) }
    }
    attention.lines.formUnion(batch.blankLines)
    // Only next to a broken line does it matter which records are whole.
    if !batch.rejections.isEmpty || open != nil {
      for record in batch.records where record[marker] != nil {
        attention.wholeRecords.insert(record.line)
      }
    }
    return attention
  }

  /// True where `line`, with its end, cannot simply be passed on. One that can is noted as written, so
  /// that it is known when it comes again.
  private func needsWork(_ line: UnsafeRawBufferPointer, _ hasFinding: Bool) -> Bool {
    if hasFinding || open != nil || line.last != 0x0A { return true }
    if line.count > 1, line[line.count - 2] == 0x0D, isActive(CarriageReturns.rule) { return true }
    return seen?.repeats(line) ?? false
  }

  private func fixLine(
    _ line: UnsafeRawBufferPointer, isWhole: Bool, _ report: inout FixReport
  ) throws {
    var content = line
    if content.last == 0x0A { content = UnsafeRawBufferPointer(rebasing: content.dropLast()) }
    if try goOn(with: line, content, isWhole: isWhole, &report) { return }
    if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      guard isActive(.blankLine) else { return try output.keep(line) }
      if line.last == 0x0A || !content.isEmpty { report.count(.blankLine) }
      report.linesDropped += 1
      return try output.change(line, to: UnsafeRawBufferPointer(start: nil, count: 0))
    }
    if isRecord(content) {
      try write(content, inPlaceOf: line, &report)
    } else if let value = ContinuedValue(opening: content), isActive(.notJSONLines) {
      open = OpenRecord(value: value, text: Array(line), lines: [0..<line.count])
    } else {
      try fixBroken(content, inPlaceOf: line, &report)
    }
  }

  /// True for a line that is JSON; whether it is the object that it should be is found out later.
  private func isRecord(_ content: UnsafeRawBufferPointer) -> Bool {
    batch.reset()
    batch.text.append(content)
    batch.index()
    return batch.liveCount == 1
  }

  // MARK: Records over several lines

  /// True when `line` was a part of the record that is open.
  private func goOn(
    with line: UnsafeRawBufferPointer, _ content: UnsafeRawBufferPointer, isWhole: Bool,
    _ report: inout FixReport
  ) throws -> Bool {
    guard var open else { return false }
    guard !isWhole, open.text.count + line.count <= recordLimit, open.value.goOn(with: content)
    else {
      try giveUpJoining(&report)
      return false
    }
    open.lines.append(open.text.count..<open.text.count + line.count)
    open.text.append(contentsOf: line)
    self.open = open
    if !open.value.isOpen { try join(&report) }
    return true
  }

  private func join(_ report: inout FixReport) throws {
    guard let open else { return }
    let joiner = JSONJoiner()
    for byte in open.text { joiner.take(byte) }
    guard isRecord(joiner.text.bytes) else { return try giveUpJoining(&report) }
    self.open = nil
    if !hasJoined { report.count(.notJSONLines) }
    hasJoined = true
    try open.text.withUnsafeBytes { try write(joiner.text.bytes, inPlaceOf: $0, &report) }
  }

  /// Takes the lines that looked like parts of one record each for itself.
  func giveUpJoining(_ report: inout FixReport) throws {
    guard let given = open else { return }
    open = nil
    try given.text.withUnsafeBytes { text in
      for range in given.lines {
        let line = UnsafeRawBufferPointer(rebasing: text[range])
        let end = line.last == 0x0A ? line.count - 1 : line.count
        try fixBroken(UnsafeRawBufferPointer(rebasing: line[..<end]), inPlaceOf: line, &report)
      }
    }
  }

  // MARK: Lines that are no records

  private func fixBroken(
    _ content: UnsafeRawBufferPointer, inPlaceOf line: UnsafeRawBufferPointer,
    _ report: inout FixReport
  ) throws {
    if let parts = splitAtCarriageReturns(content) {
      if !hasSplit { report.count(.carriageReturnLines) }
      hasSplit = true
      try output.change(line, to: UnsafeRawBufferPointer(start: nil, count: 0))
      for part in parts { try fixElement(part, &report) }
    } else if isActive(.syntaxError), let mended = SyntaxMender.mend(content) {
      report.count(.syntaxError)
      try output.change(line, to: UnsafeRawBufferPointer(start: nil, count: 0))
      for part in mended { try part.withUnsafeBytes { try fixElement($0, &report) } }
    } else if allowsUnsafe, let rule = ruleBroken(by: content), isActive(rule) {
      report.count(rule)
      report.linesDropped += 1
      try output.change(line, to: UnsafeRawBufferPointer(start: nil, count: 0))
    } else {
      report.linesWritten += 1
      try endLine(content, inPlaceOf: line, &report)
    }
  }

  private func ruleBroken(by content: UnsafeRawBufferPointer) -> Rule? {
    batch.reset()
    batch.text.append(content)
    batch.index()
    return batch.rejections.first?.finding.rule
  }

  /// The records of a file whose lines end in carriage returns alone; `nil` where they do not.
  private func splitAtCarriageReturns(
    _ content: UnsafeRawBufferPointer
  ) -> [UnsafeRawBufferPointer]? {
    guard isActive(.carriageReturnLines), BrokenLines.endsInCarriageReturns(content) else {
      return nil
    }
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    while start < content.count {
      let end = content.firstOffset(of: 0x0D, from: start) ?? content.count
      let part = UnsafeRawBufferPointer(rebasing: content[start..<end])
      if part.contains(where: { $0 > 0x20 }) { parts.append(part) }
      start = end + 1
    }
    return parts
  }

  // MARK: Writing

  /// Mends an element of an array, or a part of a line, which gets a line of its own.
  func fixElement(_ element: UnsafeRawBufferPointer, _ report: inout FixReport) throws {
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    if isRecord(element) {
      try write(element, inPlaceOf: nothing, &report)
    } else if element.contains(where: { $0 > 0x20 }) {
      try fixBroken(element, inPlaceOf: nothing, &report)
    }
  }

  /// Writes the record `content`, mended, in the place of `old`.
  private func write(
    _ content: UnsafeRawBufferPointer, inPlaceOf old: UnsafeRawBufferPointer,
    _ report: inout FixReport
  ) throws {
    switch records.mend(content, &report) {
    case .unchanged: try writeLine(content, inPlaceOf: old, &report)
    case .changed(let text):
      try text.withUnsafeBytes { try writeLine($0, inPlaceOf: old, &report) }
    case .dropped:
      report.linesDropped += 1
      try output.change(old, to: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  private func writeLine(
    _ content: UnsafeRawBufferPointer, inPlaceOf old: UnsafeRawBufferPointer,
    _ report: inout FixReport
  ) throws {
    if seen?.repeats(content) ?? false {
      report.count(.exactDuplicate)
      report.linesDropped += 1
      return try output.change(old, to: UnsafeRawBufferPointer(start: nil, count: 0))
    }
    report.linesWritten += 1
    try endLine(content, inPlaceOf: old, &report)
  }

  /// Writes `content` with the line end that it should have.
  private func endLine(
    _ content: UnsafeRawBufferPointer, inPlaceOf old: UnsafeRawBufferPointer,
    _ report: inout FixReport
  ) throws {
    var line = content
    if line.last == 0x0D, isActive(CarriageReturns.rule) {
      line = UnsafeRawBufferPointer(rebasing: line.dropLast())
      if old.last == 0x0A, !hasEndedLines {
        report.count(CarriageReturns.rule)
        hasEndedLines = true
      }
    }
    let isUnended = !old.isEmpty && old.last != 0x0A
    if isUnended, isActive(NoFinalNewline.rule) { report.count(NoFinalNewline.rule) }
    let endsLine = !isUnended || isActive(NoFinalNewline.rule)
    var new = ByteBuffer(capacity: line.count + 1)
    new.append(line)
    if endsLine { new.append(UInt8(ascii: "\n")) }
    if new.bytes.isSame(as: old) { return try output.keep(old) }
    try output.change(old, to: new.bytes)
  }
}

extension LineTable {
  /// True for a line that has been there; notes it where not.
  mutating func repeats(_ line: UnsafeRawBufferPointer) -> Bool {
    insert(Self.hash(line), line: 1) != nil
  }

  private static func hash(_ line: UnsafeRawBufferPointer) -> ContentHash {
    var start = 0
    var end = line.count
    while start < end, line[start] <= 0x20 { start += 1 }
    while end > start, line[end - 1] <= 0x20 { end -= 1 }
    return ContentHash(UnsafeRawBufferPointer(rebasing: line[start..<end]))
  }
}
