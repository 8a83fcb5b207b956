import TamisCore

/// Asks the rules about each record of a batch, on one thread.
final class ValidateKernel: Kernel {
  private let chat: ChatView
  private let reporter: Reporter
  private let checks: [(ChatView, Reporter) -> Void]
  private var line = ByteBuffer()

  init(_ profile: Profile) {
    chat = ChatView(profile)
    reporter = Reporter(chat.document, profile)
    checks = RecordRules.all.filter { profile.severity(of: $0.rule) != nil }.map { type in
      let rule = type.init(profile)
      return { chat, report in rule.check(chat, report) }
    }
  }

  func process(_ batch: RecordBatch) {
    batch.index()
    batch.digests.removeAll(keepingCapacity: true)
    for record in batch.records { check(record, of: batch) }
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
    for check in checks { check(chat, reporter) }
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
