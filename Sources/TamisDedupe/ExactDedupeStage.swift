import Synchronization
import TamisCore

/// Drops every record that says the same as an earlier one.
///
/// Two records are the same when a 128-bit hash (XXH3) of all their fields, or of the fields that were
/// named, is. The first one stays. A record that has none of the named fields is no duplicate of
/// anything.
///
/// Time: one look at the record. Memory: 32 to 64 bytes for each distinct record.
public final class ExactDedupeStage: FoldStage {
  public let name = "dedupe"
  private let fields: [FieldName]
  private let state = Mutex(State())

  private struct State {
    var seen = DigestTable()
    var records: UInt64 = 0
  }

  /// A stage that compares `fields`, or whole records where there are none.
  public init(by fields: [FieldName] = []) {
    self.fields = fields
  }

  public func makeKernel() -> any Kernel { DigestKernel(fields) }

  public func fold(_ batch: RecordBatch) {
    state.withLock { state in
      for (record, hash) in zip(batch.records, batch.digests) {
        state.records += 1
        guard let hash else { continue }
        if let first = state.seen.insert(hash, record: state.records) {
          record.reject(.exactDuplicate, "the same as record \(first)")
        }
      }
    }
  }
}

/// Leaves the digest of each record in the batch.
private final class DigestKernel: Kernel {
  // One thread, one call at a time.
  @exclusivity(unchecked) private var digest: RecordDigest

  init(_ fields: [FieldName]) { digest = RecordDigest(of: fields) }

  func process(_ batch: RecordBatch) {
    batch.digests.removeAll(keepingCapacity: true)
    for record in batch.records { batch.digests.append(digest.digest(of: record)) }
  }
}

extension Rule {
  /// A record that says the same as an earlier one.
  public static let exactDuplicate = Rule("D001", "exact-duplicate")
}
