// How batches move.
//
// With one job everything happens on the calling thread: the source fills a batch, the stages work on
// it, the sink writes it, and the source goes on.
//
// With more, the calling thread runs the source and each worker takes one batch at a time through all
// of the stages. Where order matters (the second half of a fold, the writing) the worker waits for the
// batch's turn, which is its sequence number:
//
//     worker 1   map 0 │ fold turn 0 │ map 0 │ write turn 0 │ map 2 │ …
//     worker 2   map 1 │ … waits …   │ fold turn 1 │ map 1 │ write turn 1 │ …
//
// The oldest batch under way never waits, so there is no deadlock; there are never more batches than
// workers and a few, so memory is bounded and a slow writer holds the source up. The bytes that come
// out cannot depend on the number of jobs.

/// A source, stages and a sink, ready to run.
public struct Pipeline {
  public var source: any RecordSource
  public var stages: [any Stage]
  public var sink: any RecordSink
  /// Threads that work on batches, besides the calling one.
  public var jobs: Int
  /// Longest record that is let through, in bytes.
  public var recordLimit: Int
  /// Bytes of text in a batch.
  public var batchSize: Int
  /// Where what a stage leaves out goes, by the stage's name.
  public var rejects: [String: any ByteWriter] = [:]
  /// Sees each batch in order after it was written: findings, rejections, progress.
  public var observe: ((RecordBatch, PipelineSummary) -> Void)?

  /// Gets what the source decided about its inputs, a line each; called on the thread of `run()`.
  public var note: (String) -> Void = { _ in }

  /// The longest record that is let through unless said otherwise: 64 MiB.
  public static let defaultRecordLimit = 64 << 20

  public init(
    source: any RecordSource, stages: [any Stage] = [], sink: any RecordSink, jobs: Int = 1,
    recordLimit: Int = Self.defaultRecordLimit, batchSize: Int = BatchEmitter.defaultBatchSize,
    observe: ((RecordBatch, PipelineSummary) -> Void)? = nil
  ) {
    self.source = source
    self.stages = stages
    self.sink = sink
    self.jobs = jobs
    self.recordLimit = recordLimit
    self.batchSize = batchSize
    self.observe = observe
  }

  /// Runs all of the input through; the outputs appear at the end, complete.
  ///
  /// Throws what the source, the sink or a worker threw first (`InputError`, `OutputError`), after the
  /// outputs were taken back.
  public func run() throws -> PipelineSummary {
    let run = PipelineRun(self)
    do {
      if jobs <= 1 { try run.readAlone() } else { try run.readWithWorkers(jobs) }
      try sink.finish()
      for writer in rejectWriters { try writer.finish() }
      return run.summary
    } catch {
      sink.abandon()
      rejectWriters.forEach { $0.abandon() }
      throw error
    }
  }
}

extension Pipeline {
  /// The writers of rejects, each once, in the order of the stages' names.
  private var rejectWriters: [any ByteWriter] {
    var writers: [any ByteWriter] = []
    for (_, writer) in rejects.sorted(by: { $0.key < $1.key })
    where !writers.contains(where: { $0 === writer }) {
      writers.append(writer)
    }
    return writers
  }
}

/// One run of a pipeline.
private final class PipelineRun: @unchecked Sendable {
  // Safety: `summary`, the sink and the rejects are touched only in a batch's turn to be written.
  private let pipeline: Pipeline
  private(set) var summary: PipelineSummary
  private let state = Monitor(Shared())

  private struct Shared {
    var waiting: [RecordBatch] = []
    var free: [RecordBatch] = []
    var isComplete = false
    /// For each fold and, last, for the writer: the sequence number whose turn it is.
    var turns: [Int] = []
    var failure: (any Error)?
  }

  /// Thrown through a thread that has to end because another one failed.
  private struct Stopped: Error {}

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    summary = PipelineSummary(source: pipeline.source.name, stages: pipeline.stages.map(\.name))
  }

  func readAlone() throws {
    let worker = makeWorker()
    let emitter = makeEmitter { batch in
      try worker.work(batch) { _, _, body in try body() }
      return batch
    }
    try pipeline.source.read(into: emitter)
    try emitter.flush()
  }

  func readWithWorkers(_ count: Int) throws {
    state.update { shared in
      shared.turns = Array(repeating: 0, count: pipeline.stages.count + 1)
      shared.free = (0..<count + 2).map { _ in RecordBatch() }
    }
    let workers = (0..<count).map { _ in WorkerThread { self.workUntilComplete() } }
    do {
      let emitter = makeEmitter { try self.handOver($0) }
      try pipeline.source.read(into: emitter)
      try emitter.flush()
    } catch {
      fail(error)
    }
    state.update { $0.isComplete = true }
    workers.forEach { $0.join() }
    if let failure = state.update({ $0.failure }) { throw failure }
  }

  private func makeEmitter(
    _ handOver: @escaping (RecordBatch) throws -> RecordBatch
  ) -> BatchEmitter {
    BatchEmitter(
      batchSize: pipeline.batchSize, recordLimit: pipeline.recordLimit, note: pipeline.note,
      handOver: handOver)
  }

  /// Queues a full batch and waits for an empty one.
  private func handOver(_ batch: RecordBatch) throws -> RecordBatch {
    state.update { $0.waiting.append(batch) }
    let next: RecordBatch? = state.wait { shared in
      if shared.failure != nil { return .some(nil) }
      return shared.free.popLast().map { .some($0) }
    }
    guard let next else { throw Stopped() }
    return next
  }

  private func workUntilComplete() {
    let worker = makeWorker()
    while true {
      let next: RecordBatch? = state.wait { shared in
        if shared.failure != nil { return .some(nil) }
        if !shared.waiting.isEmpty { return .some(shared.waiting.removeFirst()) }
        return shared.isComplete ? .some(nil) : nil
      }
      guard let batch = next else { return }
      do {
        try worker.work(batch, inTurn: takeTurn)
        state.update { $0.free.append(batch) }
      } catch {
        fail(error)
        return
      }
    }
  }

  /// Runs `body` when all earlier batches have passed the `gate`.
  private func takeTurn(_ gate: Int, _ sequence: Int, _ body: () throws -> Void) throws {
    let mayGo: Bool = state.wait { shared in
      if shared.failure != nil { return false }
      return shared.turns[gate] == sequence ? true : nil
    }
    guard mayGo else { throw Stopped() }
    try body()
    state.update { $0.turns[gate] += 1 }
  }

  private func fail(_ error: any Error) {
    state.update { shared in
      if shared.failure == nil, !(error is Stopped) { shared.failure = error }
    }
  }

  private func makeWorker() -> Worker {
    Worker(run: self, kernels: pipeline.stages.map { $0.makeKernel() })
  }

  /// What one thread needs to take a batch through.
  private final class Worker {
    private let run: PipelineRun
    private var kernels: [any Kernel]
    private let rendered = RenderedBatch()

    init(run: PipelineRun, kernels: [any Kernel]) {
      self.run = run
      self.kernels = kernels
    }

    /// Takes `batch` through all stages and writes it. `inTurn` gets the number of a gate and of the
    /// batch, and what must happen there in order.
    func work(
      _ batch: RecordBatch, inTurn: (Int, Int, () throws -> Void) throws -> Void
    ) throws {
      let pipeline = run.pipeline
      let sequence = batch.sequence
      if !pipeline.stages.isEmpty || pipeline.sink.needsRecords { batch.index() }
      batch.attributeRejections(to: pipeline.source.name, at: 0)
      var counts = BatchCounts(
        refused: batch.rejections.count,
        bytes: batch.text.count + batch.bytesPassedOver)
      for (index, stage) in pipeline.stages.enumerated() {
        kernels[index].process(batch)
        if let fold = stage as? any FoldStage {
          try inTurn(index, sequence) { fold.fold(batch) }
        }
        batch.attributeRejections(to: stage.name, at: index + 1)
        counts.live.append(batch.liveCount)
      }
      rendered.reset()
      pipeline.sink.render(batch, into: rendered)
      counts.written = rendered.count
      counts.records = batch.isIndexed ? batch.count : rendered.count
      try inTurn(pipeline.stages.count, sequence) {
        try pipeline.sink.write(rendered)
        try run.writeRejects(batch)
        run.summary.add(batch, counts)
        pipeline.observe?(batch, run.summary)
      }
    }
  }

  private func writeRejects(_ batch: RecordBatch) throws {
    if pipeline.rejects.isEmpty { return }
    var line = ByteBuffer()
    for rejection in batch.rejections {
      guard let rejects = pipeline.rejects[rejection.stage] else { continue }
      line.removeAll()
      rejection.write(of: batch, to: &line)
      line.append(UInt8(ascii: "\n"))
      try rejects.write(line.bytes)
    }
  }
}
