import TamisCore

/// Asks the rules about each record of a batch, on one thread.
final class ValidateKernel: Kernel {
  private let chat: ChatView
  private let reporter: Reporter
  private let rules: RuleList
  private let statistics: StatisticsTable
  private let collector: StatisticsCollector
  // Safety: only `check` touches it, which calls nothing that could call back.
  @exclusivity(unchecked) private var line = ByteBuffer()

  /// What is asked about each record besides the rules, such as those about its tokens.
  typealias RecordCheck = (_ record: Record, _ chat: ChatView, _ report: Reporter) -> Void
  private let furtherChecks: [RecordCheck]

  /// A kernel for the rules of `profile`. `defaults` are the severities of the rules that
  /// `furtherChecks` ask and the profile does not name.
  init(
    _ profile: Profile, _ statistics: StatisticsTable, furtherChecks: [RecordCheck] = [],
    defaults: [String: Severity] = [:], findingsPerRule: Int = Reporter.limit
  ) {
    self.statistics = statistics
    self.furtherChecks = furtherChecks
    collector = StatisticsCollector(profile)
    chat = ChatView(profile)
    reporter = Reporter(chat, profile, defaults: defaults, limit: findingsPerRule)
    rules = RuleList(profile)
  }

  func process(_ batch: RecordBatch) {
    batch.index()
    batch.digests.removeAll(keepingCapacity: true)
    for record in batch.records { check(record, of: batch) }
    statistics.put(collector.take(), for: batch)
    let findings = reporter.takeFindings()
    if !findings.isEmpty { batch.findings.append(contentsOf: findings) }
  }

  private func check(_ record: Record, of batch: RecordBatch) {
    line.truncate(to: 0)
    record.write(to: &line)
    batch.digests.append(ContentHash(line.bytes.trimmingSpace))
    reporter.begin(record)
    do throws(JSONError) {
      try chat.read(line.bytes)
    } catch {
      // The scanner that indexed the record has accepted it, so only depth can be at odds.
      reporter.reportUnreadable(error)
      return
    }
    rules.check(chat, reporter)
    for check in furtherChecks { check(record, chat, reporter) }
    collector.collect(chat, line: record.line)
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes without the white space that JSON allows around a value.
  fileprivate var trimmingSpace: UnsafeRawBufferPointer {
    var start = 0
    var end = count
    while start < end, self[start] <= 0x20 { start += 1 }
    while end > start, self[end - 1] <= 0x20 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}
