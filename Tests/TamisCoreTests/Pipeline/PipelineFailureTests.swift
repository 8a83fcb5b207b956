import TamisCore
import Testing

/// Errors end all threads and leave no output behind.
@Suite struct PipelineFailureTests {
  private static let lines = (0..<400).flatMap { utf8("{\"id\":\($0),\"text\":\"some text\"}\n") }
  private static let jobs = [1, 2, 4, 7]

  @Test("an error of the source is thrown, and the outputs are taken back", arguments: jobs)
  func source(jobs: Int) throws {
    for batchSize in [1, 100, 1 << 20] {
      let folder = TemporaryFolder()
      let failure = InputError(path: "x", kind: .gzip(.truncated, offset: 5))
      var pipeline = Pipeline(
        source: MemorySource(files: [Self.lines], failure: failure),
        stages: [MapStage(name: "map"), SeenStage()],
        sink: try JSONLinesSink(to: .file(folder("out.jsonl"))), jobs: jobs, batchSize: batchSize)
      pipeline.rejects = ["map": try openOutput(path: folder("rejects.jsonl.gz"))]
      #expect(folder.names.count == 2)
      #expect(throws: failure) { try pipeline.run() }
      #expect(folder.names.isEmpty)
    }
  }

  @Test("an error of a write is thrown, and the others are taken back", arguments: jobs)
  func sink(jobs: Int) throws {
    for write in [1, 2, 17, 60] {
      let folder = TemporaryFolder()
      let sink = MemorySink(failingWrite: write)
      var pipeline = Pipeline(
        source: MemorySource(files: [Self.lines]), stages: [MapStage(name: "map"), SeenStage()],
        sink: sink, jobs: jobs, batchSize: 100)
      pipeline.rejects = ["map": try openOutput(path: folder("rejects.jsonl"))]
      #expect(throws: MemorySink.failure) { try pipeline.run() }
      #expect(sink.isAbandoned && !sink.isFinished && sink.writes == write)
      #expect(folder.names.isEmpty)
    }
  }

  @Test("a write that fails while the source still has much to give ends it", arguments: jobs)
  func endlessSource(jobs: Int) {
    struct Endless: RecordSource {
      let name = "endless"
      func read(into emitter: BatchEmitter) throws {
        while true {
          emitter.batch.text.append("{\"id\":1}\n")
          try emitter.endRecord()
        }
      }
    }
    let pipeline = Pipeline(
      source: Endless(), stages: [SeenStage()], sink: MemorySink(failingWrite: 30), jobs: jobs,
      batchSize: 64)
    #expect(throws: MemorySink.failure) { try pipeline.run() }
  }

  @Test("rejects that cannot be written are an error like any other", arguments: jobs)
  func rejects(jobs: Int) throws {
    final class Full: ByteWriter {
      func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) { throw MemorySink.failure }
      func finish() throws(OutputError) {}
      func abandon() {}
    }
    let folder = TemporaryFolder()
    var pipeline = Pipeline(
      source: MemorySource(files: [Self.lines]), stages: [MapStage(name: "map")],
      sink: try JSONLinesSink(to: .folder(folder("out")), parts: ["train"]), jobs: jobs,
      batchSize: 500)
    pipeline.rejects = ["map": Full()]
    #expect(throws: MemorySink.failure) { try pipeline.run() }
    #expect(TemporaryFolder.names(in: folder("out")).isEmpty)
  }

  @Test("an output that cannot be finished is taken back with the others", arguments: jobs)
  func finish(jobs: Int) throws {
    let folder = TemporaryFolder()
    let sink = MemorySink(failsAtEnd: true)
    var pipeline = Pipeline(source: MemorySource(files: [Self.lines]), sink: sink, jobs: jobs)
    pipeline.rejects = ["map": try openOutput(path: folder("rejects.jsonl"))]
    #expect(throws: MemorySink.failure) { try pipeline.run() }
    #expect(sink.isAbandoned && folder.names.isEmpty)
  }

  @Test("a missing input is an error with its name, and nothing is written", arguments: jobs)
  func missing(jobs: Int) throws {
    let folder = TemporaryFolder()
    folder.write("a.jsonl", Self.lines)
    folder.write("out.jsonl", utf8("old"))
    let inputs = [Input(path: folder("a.jsonl")), Input(path: folder("b.jsonl"))]
    let pipeline = Pipeline(
      source: JSONLinesSource(inputs), sink: try JSONLinesSink(to: .file(folder("out.jsonl"))),
      jobs: jobs)
    let expected = InputError(path: folder("b.jsonl"), kind: .system(operation: "open", code: 2))
    #expect(throws: expected) { try pipeline.run() }
    #expect(folder.names == ["a.jsonl", "out.jsonl"] && folder.read("out.jsonl") == utf8("old"))
  }

  @Test("a pipeline runs again and again without running out of threads")
  func manyRuns() throws {
    for round in 0..<100 {
      let sink = MemorySink(failingWrite: round % 3 == 0 ? 2 : nil)
      let pipeline = Pipeline(
        source: MemorySource(files: [Array(Self.lines.prefix(2000))]), sink: sink, jobs: 7,
        batchSize: 100)
      if round % 3 == 0 {
        #expect(throws: MemorySink.failure) { try pipeline.run() }
      } else {
        #expect(try pipeline.run().isBalanced)
      }
    }
  }
}
