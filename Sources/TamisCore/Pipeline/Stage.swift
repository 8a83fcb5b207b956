/// A step that records go through. There are two kinds, told apart by what they have to know.
///
/// A plain `Stage` maps: each record for itself, in any order, on any thread. A `FoldStage` also sees the
/// records in the order of the input.
public protocol Stage: Sendable {
  /// The verb that the stage is known by: "clean", "dedupe" …
  var name: String { get }
  /// What works on batches, with scratch space of its own; one is made for each thread.
  func makeKernel() -> any Kernel
}

/// A stage's work on one thread.
public protocol Kernel {
  /// Looks at the live records of `batch`, changes them or rejects them. The result must depend on each
  /// record alone.
  mutating func process(_ batch: RecordBatch)
}

/// A stage that keeps state from record to record, such as the hashes that were seen.
///
/// Its kernel does what can be done in parallel and leaves it in the batch.
public protocol FoldStage: Stage {
  /// Sees the batches one by one in the order of the input.
  func fold(_ batch: RecordBatch)
}

/// Where records come from.
public protocol RecordSource: Sendable {
  /// The verb that is blamed for what could not become a record.
  var name: String { get }
  /// Puts the input's records into `emitter`, batch after batch, in order.
  func read(into emitter: BatchEmitter) throws
}

/// Where records go.
public protocol RecordSink: Sendable {
  /// False for a sink that passes the text on as it is: records need not be looked for then.
  var needsRecords: Bool { get }
  /// Appends what `batch` looks like on the outside to `rendered`; runs in parallel.
  func render(_ batch: RecordBatch, into rendered: RenderedBatch)
  /// Writes what was rendered; called in the order of the input.
  func write(_ rendered: RenderedBatch) throws(OutputError)
  /// Makes the outputs appear.
  func finish() throws(OutputError)
  /// Takes the outputs back.
  func abandon()
}

/// Bytes that are ready to be written, one part for each of a sink's outputs.
public final class RenderedBatch: @unchecked Sendable {
  // Safety: belongs to one thread at a time, like the batch that it was made from.
  var parts: [Part] = []
  /// The batch whose text goes on as it is, instead of parts.
  private var passedOn: (batch: RecordBatch, records: Int)?

  final class Part {
    var bytes = ByteBuffer()
    var records = 0
  }

  init() {}

  /// Lets `body` append `records` records to the part of the output with that index.
  public func append(to output: Int, records: Int = 1, _ body: (inout ByteBuffer) -> Void) {
    while parts.count <= output { parts.append(Part()) }
    body(&parts[output].bytes)
    parts[output].records += records
  }

  /// Makes the text of `batch` the first output, without a copy.
  func passOn(_ batch: RecordBatch) { passedOn = (batch, batch.countRecords()) }

  /// Calls `body` with the records and bytes for each output that has any.
  public func forEachPart(
    _ body: (_ output: Int, _ records: Int, UnsafeRawBufferPointer) throws(OutputError) -> Void
  ) throws(OutputError) {
    if let passedOn, passedOn.records > 0 {
      try body(0, passedOn.records, passedOn.batch.text.bytes)
    }
    for (output, part) in parts.enumerated() where part.records > 0 {
      try body(output, part.records, part.bytes.bytes)
    }
  }

  /// How many records were rendered.
  var count: Int { parts.reduce(passedOn?.records ?? 0) { $0 + $1.records } }

  func reset() {
    passedOn = nil
    for part in parts {
      part.bytes.removeAll(keepingUpTo: 16 << 20)
      part.records = 0
    }
  }
}
