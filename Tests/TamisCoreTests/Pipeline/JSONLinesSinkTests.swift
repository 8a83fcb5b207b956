import TamisCore
import Testing

@Suite struct JSONLinesSinkTests {
  private let folder = TemporaryFolder()

  private func run(
    _ text: String, _ sink: JSONLinesSink, jobs: Int = 1
  ) throws -> PipelineSummary {
    try Pipeline(
      source: MemorySource(files: [utf8(text)]), sink: sink, jobs: jobs, batchSize: 50
    ).run()
  }

  private func text(_ name: String) -> String? {
    folder.read(name).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "records go by their _split, which stays behind, and the others to data.jsonl",
    arguments: [1, 3])
  func folders(jobs: Int) throws {
    let sink = try JSONLinesSink(to: .folder(folder("a/b")), parts: ["train", "test"])
    let summary = try run(
      """
      {"id":1,"_split":"train"}
      {"_split":"validation","id":2}
      {"id":3}
      { "id":4, "_split" : "train" }
      {"id":5,"_split":"elsewhere"}
      {"id":6,"_split":7}
      {"_split":"train","id":7,"_split":"validation"}
      {"_split":"train"}

      """, sink, jobs: jobs)
    #expect(summary.isBalanced && summary.written == 8)
    #expect(text("a/b/train.jsonl") == "{\"id\":1}\n{\"id\":4}\n{}\n")
    #expect(text("a/b/validation.jsonl") == "{\"id\":2}\n{\"id\":7}\n")
    #expect(text("a/b/test.jsonl") == "")
    #expect(text("a/b/data.jsonl") == "{\"id\":3}\n{\"id\":5}\n{\"id\":6}\n")
    #expect(
      sink.files.map(\.path)
        == ["train", "validation", "test", "data"].map { folder("a/b/\($0).jsonl") })
    #expect(sink.files.map(\.records) == [3, 2, 0, 3])
    #expect(TemporaryFolder.names(in: folder("a/b")).count == 4)
  }

  @Test("a record that is written anew goes where it was marked to go, by its last mark")
  func rewritten() throws {
    struct Rewrite: Stage, Kernel {
      let name = "rewrite"
      func makeKernel() -> any Kernel { self }
      mutating func process(_ batch: RecordBatch) {
        for record in batch.records {
          let id = record.id ?? 0
          if id > 2 { record.set(.split) { $0.append("\"test\"") } }
          record.rewrite { output in
            output.append("{\"new\":" as StaticString)
            output.append(decimal: id)
            output.append("}" as StaticString)
          }
        }
      }
    }
    let lines = utf8(
      (0..<5).map { "{\"id\":\($0),\"_split\":\"train\"}\n" }.joined() + "{\"id\":1}\n")
    let sink = try JSONLinesSink(to: .folder(folder("out")))
    let stages: [any Stage] = [Rewrite(), MapStage(name: "map"), Rewrite()]
    _ = try Pipeline(source: MemorySource(files: [lines]), stages: stages, sink: sink).run()
    #expect(text("out/train.jsonl") == "{\"new\":0}\n{\"new\":0}\n{\"new\":0}\n")
    #expect(text("out/test.jsonl") == "{\"new\":0}\n{\"new\":0}\n")
    #expect(text("out/data.jsonl") == "{\"new\":0}\n")
    let batch = Batches.of(utf8(#"{"_split":"train"}"#))
    for record in batch.records {
      record.rewrite { $0.append("{}") }
      record.set(.split) { $0.append(#""test""#) }
      #expect(record.splitPart.map { Array($0) } == utf8("test"))
      record.rewrite { $0.append("{}") }
      #expect(record.splitPart.map { Array($0) } == utf8("test"))
    }
  }

  @Test("one file takes all, and _split with them")
  func file() throws {
    let sink = try JSONLinesSink(to: .file(folder("out.jsonl")))
    let lines = "{\"id\":1,\"_split\":\"train\"}\n{\"id\" : 2}"
    #expect(try run(lines, sink).written == 2)
    #expect(text("out.jsonl") == lines + "\n")
    #expect(sink.files.map(\.path) == [folder("out.jsonl")] && sink.files.map(\.records) == [2])
  }

  @Test("an output without records is there and empty")
  func empty() throws {
    let sink = try JSONLinesSink(to: .file(folder("out.jsonl")))
    #expect(try run("", sink).written == 0)
    #expect(text("out.jsonl") == "")
    let parted = try JSONLinesSink(
      to: .folder(folder("parts/")), parts: ["train", "validation", "test"])
    _ = try run("", parted)
    #expect(TemporaryFolder.names(in: folder("parts")).count == 3)
    #expect(parted.files.map(\.path).first == folder("parts/train.jsonl"))
  }

  @Test("a sink that passes text on unseen loses no line, and joins none", arguments: [1, 3])
  func transparent(jobs: Int) throws {
    let files = ["{\"a\":1}\n{\"a\":2}", "", "{\"a\":3}", "\n{\"a\":4}\n"].map(utf8)
    for batchSize in [1, 8, 1000] {
      let sink = try JSONLinesSink(to: .file(folder("out.jsonl")), isTransparent: true)
      let summary = try Pipeline(
        source: MemorySource(files: files), sink: sink, jobs: jobs, batchSize: batchSize
      ).run()
      #expect(text("out.jsonl") == "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n\n{\"a\":4}\n")
      #expect(summary.isBalanced && summary.written == 5)
      #expect(sink.files.map(\.records) == [5])
    }
  }

  @Test("a folder that cannot be made is an error")
  func noFolder() {
    folder.write("file", [])
    #expect(throws: OutputError.self) { _ = try JSONLinesSink(to: .folder(folder("file/below"))) }
    #expect(throws: OutputError.self) { _ = try JSONLinesSink(to: .file(folder("missing/out"))) }
    #expect(folder.names == ["file"])
  }
}
