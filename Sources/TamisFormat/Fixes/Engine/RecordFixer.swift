import TamisCore

/// Mends one record: asks the validator what is wrong, makes the edits that fixes propose, and asks
/// again until there is nothing left that a fix knows about.
final class RecordFixer {
  /// What became of a record.
  enum Outcome {
    case unchanged
    case changed([UInt8])
    /// Left out.
    case dropped
  }

  /// Findings of a rule that are mended in a round. Each costs a look at its siblings, so that all of a
  /// long record at once would take quadratic time.
  private static let findingLimit = 500
  /// More rounds than that are a fix that does not mend, or fifty thousand mistakes in one record; it
  /// then stays as far as it got.
  private static let roundLimit = 100

  private let fixes: [String: any RecordFix]
  private let allowsUnsafe: Bool
  private var kernel: any Kernel
  private let batch = RecordBatch()
  private let document = JSONDocument()
  private var text = ByteBuffer()

  init(_ validator: Validator, allowsUnsafe: Bool) {
    self.allowsUnsafe = allowsUnsafe
    kernel = validator.makeKernel(findingsPerRule: Self.findingLimit)
    var fixes: [String: any RecordFix] = [:]
    for type in RecordFixes.all { fixes[type.rule.code] = type.init(validator.profile) }
    self.fixes = fixes
  }

  /// True when a fix may know what to do about `finding`.
  func mayMend(_ finding: Finding) -> Bool { fixes[finding.rule.code] != nil }

  /// Mends `record`, one JSON object without line ends, and tells `report` what was done.
  func mend(_ record: UnsafeRawBufferPointer, _ report: inout FixReport) -> Outcome {
    text.removeAll(keepingUpTo: 16 << 20)
    text.append(record)
    var isChanged = false
    for _ in 0..<Self.roundLimit {
      let findings = self.findings()
      guard (try? document.parse(text.bytes)) != nil else { break }
      var edits = EditList()
      var reason: Rule?
      for finding in findings {
        guard let repair = repair(of: finding) else { continue }
        switch repair.change {
        case .drop: reason = reason ?? finding.rule
        case .edits(let new):
          if edits.add(new) { report.count(finding.rule) }
        }
      }
      if edits.edits.isEmpty {
        // Only what cannot be mended is left out.
        guard let reason else { break }
        report.count(reason)
        return .dropped
      }
      var mended = ByteBuffer(capacity: text.count + 256)
      edits.apply(to: text.bytes, into: &mended)
      text = mended
      isChanged = true
    }
    return isChanged ? .changed(text.array) : .unchanged
  }

  private func findings() -> [Finding] {
    batch.reset()
    batch.text.append(text.bytes)
    kernel.process(batch)
    // By place, so that the list of edits grows at its end.
    return batch.findings.enumerated().sorted { one, other in
      let (place, next) = (one.element.location.column ?? 0, other.element.location.column ?? 0)
      return (place, one.offset) < (next, other.offset)
    }.map(\.element)
  }

  private func repair(of finding: Finding) -> Repair? {
    guard let fix = fixes[finding.rule.code], let column = finding.location.column,
      let place = Place(in: document, at: column - 1), let repair = fix.repair(at: place)
    else { return nil }
    if repair.applicability == .safe { return repair }
    // What is only good to know is no reason to change the meaning.
    return allowsUnsafe && finding.severity > .info ? repair : nil
  }
}
