import Synchronization
import TamisCore

/// Where kernels leave what they counted in a batch until the fold comes to it.
final class StatisticsTable: Sendable {
  private let waiting = Mutex<[Int: FileStatistics]>([:])

  func put(_ statistics: FileStatistics, for batch: RecordBatch) {
    let sequence = batch.sequence
    waiting.withLock { $0[sequence] = statistics }
  }

  func take(for batch: RecordBatch) -> FileStatistics {
    let sequence = batch.sequence
    return waiting.withLock { $0.removeValue(forKey: sequence) } ?? FileStatistics()
  }
}
