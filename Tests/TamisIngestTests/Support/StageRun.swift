import TamisCore

/// Keeps the records that come out of a pipeline.
final class CollectingSink: RecordSink, @unchecked Sendable {
  // Safety: `write` is called by one thread at a time.
  private(set) var text: [UInt8] = []
  let needsRecords = true

  func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    for record in batch.records {
      rendered.append(to: 0) { output in
        record.write(to: &output)
        output.append(UInt8(ascii: "\n"))
      }
    }
  }

  func write(_ rendered: RenderedBatch) throws(OutputError) {
    try rendered.forEachPart { (_, _, bytes) throws(OutputError) in text += bytes }
  }

  func finish() throws(OutputError) {}
  func abandon() {}
}

/// Records in memory, as one input named `t.jsonl`.
struct MemorySource: RecordSource {
  let name = "read"
  let text: [UInt8]

  func read(into emitter: BatchEmitter) throws {
    try JSONLinesSource.read(MemoryReader(text), file: "t.jsonl", into: emitter)
  }
}

/// What a pipeline made of records.
struct StageOutcome: Equatable {
  var text: [UInt8]
  /// The rejections: rule and message, with the line that the record came from.
  var rejects: [String]
  var summary: PipelineSummary

  var lines: [String] {
    text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Sends the records in `text`, JSON Lines, through `stages`.
func run(
  _ text: [UInt8], through stages: [any Stage], jobs: Int = 1,
  batchSize: Int = BatchEmitter.defaultBatchSize
) throws -> StageOutcome {
  let sink = CollectingSink()
  var rejects: [String] = []
  let pipeline = Pipeline(
    source: MemorySource(text: text), stages: stages, sink: sink, jobs: jobs, batchSize: batchSize
  ) { batch, _ in
    rejects += batch.rejections.map {
      "\($0.finding.location.line ?? 0) \($0.finding.rule) \($0.finding.message)"
    }
  }
  let summary = try pipeline.run()
  return StageOutcome(text: sink.text, rejects: rejects, summary: summary)
}
