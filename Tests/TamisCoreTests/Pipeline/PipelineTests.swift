import TamisCore
import Testing

@Suite struct PipelineTests {
  /// Everything that a run leaves behind.
  private struct Outcome: Equatable {
    var output: [UInt8] = []
    var rejects: [String: [UInt8]] = [:]
    var summary: PipelineSummary?
    var observed: [String] = []
    var order: [Int] = []
  }

  private func run(
    _ files: [[UInt8]], jobs: Int = 1, batchSize: Int = 256 << 10, step: Int = .max,
    recordLimit: Int = 200
  ) throws -> Outcome {
    let sink = MemorySink()
    let fold = SeenStage()
    let rejects = ["source": MemoryWriter(), "map": MemoryWriter(), "seen": MemoryWriter()]
    var outcome = Outcome()
    var pipeline = Pipeline(
      source: MemorySource(files: files, step: step),
      stages: [MapStage(name: "map"), fold, MapStage(name: "map")], sink: sink, jobs: jobs,
      recordLimit: recordLimit, batchSize: batchSize)
    pipeline.rejects = rejects
    pipeline.observe = { batch, summary in
      #expect(summary.isBalanced)
      for rejection in batch.rejections {
        outcome.observed.append("\(rejection.stage) \(rejection.finding)")
      }
      outcome.observed += batch.findings.map { "\($0)" }
    }
    outcome.summary = try pipeline.run()
    #expect(sink.isFinished && !sink.isAbandoned)
    outcome.output = sink.bytes
    outcome.order = fold.order
    for (name, writer) in rejects {
      #expect(writer.isFinished)
      outcome.rejects[name] = writer.bytes
    }
    // What was rejected is told in the order of batches; within one, stage by stage.
    outcome.observed.sort()
    return outcome
  }

  /// Lines of all kinds, and the numbers of those that are records.
  private func files(_ json: inout RandomJSON, lines: Int) -> (files: [[UInt8]], ids: [Int]) {
    var ids: [Int] = []
    var files: [[UInt8]] = []
    for _ in 0..<2 {
      var text: [UInt8] = []
      for _ in 0..<lines {
        switch json.random.below(20) {
        case 0: text += utf8("[\"no record\"]")
        case 1: text += utf8("{\"id\":")
        case 2: text += [0x7B, 0xC0, 0x7D]
        case 3: text += json.space()
        case 4: text += utf8("{\"id\":\"\(String(repeating: "long", count: 60))\"}")
        default:
          let id = json.random.below(lines)
          ids.append(id)
          text += utf8("{\"id\":\(id),\"text\":") + json.number() + utf8("}")
        }
        text += json.random.chance(10) ? [0x0D, 0x0A] : [0x0A]
      }
      files.append(Array(text.dropLast(json.random.below(2))))
    }
    return (files, ids)
  }

  @Test("any number of threads, size of batches and way of coming give the same")
  func sameEverywhere() throws {
    var json = RandomJSON(random: TestRandom(for: "pipelines"))
    let (files, ids) = files(&json, lines: 60)
    let expected = try run(files)
    // The order of the fold, and what is left, by the numbers alone.
    let order = ids.filter { $0 % 5 != 0 }
    #expect(expected.order == order)
    #expect(expected.summary?.written == Set(order).count)
    #expect(expected.summary?.isBalanced == true)
    for jobs in [1, 2, 4, 7] {
      for (batchSize, step) in [
        (1, .max), (2, 1), (3, 1000), (64, 7), (64, .max), (1000, 64), (4096, .max), (256 << 10, 5),
      ] {
        let outcome = try run(files, jobs: jobs, batchSize: batchSize, step: step)
        let comment: Comment = "\(jobs) jobs, batches of \(batchSize), steps of \(step)"
        #expect(outcome.output == expected.output, comment)
        #expect(outcome.rejects["source"] == expected.rejects["source"], comment)
        #expect(outcome == expected, comment)
      }
    }
  }

  @Test("what goes in comes out or is rejected, counted and whole")
  func nothingLost() throws {
    var json = RandomJSON(random: TestRandom(for: "nothing lost"))
    for round in 0..<20 {
      let (files, ids) = files(&json, lines: 30 + round)
      let outcome = try run(files, jobs: 1 + round % 3, batchSize: 1 + json.random.below(500))
      let summary = try #require(outcome.summary)
      #expect(summary.isBalanced)
      #expect(summary.stages.map(\.name) == ["source", "map", "seen", "map"])
      #expect(summary.stages[0].output == ids.count)
      #expect(summary.bytes == files.reduce(0) { $0 + $1.count })
      func lines(_ bytes: [UInt8]?) -> Int { bytes?.count { $0 == 0x0A } ?? 0 }
      #expect(lines(outcome.output) == summary.written)
      #expect(lines(outcome.rejects["source"]) == summary.stages[0].rejectedCount)
      #expect(
        lines(outcome.rejects["map"])
          == summary.stages[1].rejectedCount + summary.stages[3].rejectedCount)
      #expect(lines(outcome.rejects["seen"]) == summary.stages[2].rejectedCount)
      #expect(summary.worst == (summary.stages[0].rejectedCount > 0 ? .error : .warning))
    }
  }

  @Test("two stages of one name, and a source of a stage's name, are counted apart")
  func names() throws {
    let text = utf8("{\"id\":5}\n{\"id\":1}\nbad\n{\"id\":1}\n")
    for jobs in [1, 3] {
      let summary = try Pipeline(
        source: MemorySource(name: "same", files: [text]),
        stages: [MapStage(name: "same"), SeenStage(name: "same")], sink: MemorySink(), jobs: jobs
      ).run()
      #expect(summary.isBalanced)
      #expect(summary.stages.map(\.rejectedCount) == [1, 1, 1])
      #expect(
        summary.stages.map(\.rejected.first?.rule) == [.syntaxError, MapStage.rule, SeenStage.rule])
    }
  }

  @Test("rejected records are handed over whole, with the reason; other bytes as they came")
  func rejects() throws {
    let lines: [[UInt8]] = [
      utf8("{\"id\": 10 }"), utf8("{\"id\":"), [0x7B, 0xFF, 0x7D], utf8("{\"id\":1}"),
      utf8("{\"id\":1}"),
    ]
    let outcome = try run([Array(lines.joined(separator: [0x0A]))])
    let reason =
      #"{"stage":"map","rule":"X001","name":"fifth","message":"10 can be divided by five"}"#
    #expect(outcome.rejects["map"] == utf8("{\"id\": 10 ,\"_rejected\":\(reason)}\n"))
    let seen = #"{"stage":"seen","rule":"X003","name":"seen","message":"1 again"}"#
    #expect(outcome.rejects["seen"] == utf8("{\"id\":1,\"_rejected\":\(seen)}\n"))
    let raw = String(decoding: outcome.rejects["source"] ?? [], as: UTF8.self).split(
      separator: "\n")
    try #require(raw.count == 2)
    #expect(
      raw[0].hasPrefix(#"{"_raw":"{\"id\":","_origin":{"file":"f0","line":2,"column":7,"byte":18}"#)
    )
    #expect(
      raw[1].hasPrefix(
        #"{"_raw_base64":"e/99","_origin":{"file":"f0","line":3,"column":2,"byte":20}"#))
    for line in raw { #expect(throws: Never.self) { try JSONDocument(utf8(String(line))) } }
  }

  @Test("raw bytes are written in base64 with the right padding")
  func base64() throws {
    for (bytes, expected) in [
      ([0xFF], "/w=="), ([0xFF, 0xFE], "//4="), ([0xFF, 0xFE, 0xFD], "//79"),
      ([0xFF, 0x00, 0x10, 0x83], "/wAQgw=="),
    ] as [([UInt8], String)] {
      let rejects = try run([bytes]).rejects["source"] ?? []
      let document = try JSONDocument(Array(rejects.dropLast()))
      #expect(document.root["_raw_base64"]?.string == expected)
    }
  }
}
