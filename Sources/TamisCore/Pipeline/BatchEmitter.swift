/// What a source writes its records to.
///
/// The source appends JSON Lines to `batch.text` and calls `endRecord()` behind each line; full batches
/// go on down the pipeline, which may make the call wait (back-pressure).
public final class BatchEmitter {
  /// Bytes of text from which on a batch is full.
  public static let defaultBatchSize = 256 << 10

  /// The batch that is being filled. Another one after each `endRecord()` and `flush()`.
  public private(set) var batch: RecordBatch
  /// A batch goes on when it has this many bytes.
  public let batchSize: Int
  /// Longest record that is let through, in bytes.
  public let recordLimit: Int

  /// Tells the user what was decided about an input, such as a sniffed dialect. Shown under `-v`.
  public let note: (String) -> Void

  private let handOver: (RecordBatch) throws -> RecordBatch
  private var nextSequence = 0

  /// An emitter that gives full batches to `handOver` and gets an empty one back.
  public init(
    batchSize: Int = BatchEmitter.defaultBatchSize, recordLimit: Int,
    note: @escaping (String) -> Void = { _ in },
    handOver: @escaping (RecordBatch) throws -> RecordBatch
  ) {
    self.batchSize = batchSize
    self.recordLimit = recordLimit
    self.note = note
    self.handOver = handOver
    batch = RecordBatch()
  }

  /// Names the input that the records from here on come from.
  public func begin(file: String) throws {
    try flush()
    batch.file = file
    batch.firstLine = 1
    batch.firstOffset = 0
    batch.recordLimit = .max
  }

  /// Says that a record is complete, and its line ended.
  @inline(__always)
  public func endRecord() throws {
    if batch.text.count >= batchSize { try flush() }
  }

  /// Sends the batch on, even if it isn't full.
  public func flush() throws {
    guard batch.text.count > 0 || !batch.rejections.isEmpty || !batch.findings.isEmpty else {
      return
    }
    batch.sequence = nextSequence
    nextSequence += 1
    let file = batch.file
    batch = try handOver(batch)
    batch.reset()
    batch.file = file
  }
}
