import TamisCore
import TamisFormat
import Testing

@Suite struct ValidateStageTests {
  static func findings(_ text: String, path: String = "t.jsonl") throws -> [Finding] {
    Validator(target: try Target.named("openai-chat"), ignoring: ["L001", "V001"])
      .findings(inBytes: Array(text.utf8), path: path)
  }

  static func turn(_ text: String) -> String {
    #"{"messages":[{"role":"user","content":""# + text
      + #""},{"role":"assistant","content":"Yes."}]}"#
  }

  /// Forgets what is written.
  struct NoSink: RecordSink {
    var needsRecords: Bool { true }
    func render(_ batch: RecordBatch, into rendered: RenderedBatch) {}
    func write(_ rendered: RenderedBatch) throws(OutputError) {}
    func finish() throws(OutputError) {}
    func abandon() {}
  }

  /// The findings of a pipeline over fixture files.
  static func pipeline(_ files: [String], jobs: Int, batchSize: Int) throws -> [Finding] {
    let stage = Validator(target: try Target.named("openai-chat")).makeStage()
    var findings: [Finding] = []
    let pipeline = Pipeline(
      source: JSONLinesSource(files.map { Input(path: $0) }), stages: [stage], sink: NoSink(),
      jobs: jobs, batchSize: batchSize, observe: { batch, _ in findings += batch.findings })
    _ = try pipeline.run()
    return findings + stage.finish(files.map { FileFacts(path: $0) })
  }

  @Test("the findings do not depend on batches and threads")
  func deterministic() throws {
    let files = (TargetFixtureTests.files("invalid") + TargetFixtureTests.files("valid"))
      .filter { !$0.contains("empty-file") }.map { fixture("targets/openai-chat/\($0)") }
    let expected = try Self.pipeline(files, jobs: 1, batchSize: 1 << 20)
    #expect(expected.count > 100)
    for (jobs, batchSize) in [(1, 1), (1, 300), (2, 1), (4, 100), (3, 4096)] {
      let found = try Self.pipeline(files, jobs: jobs, batchSize: batchSize)
      #expect(found == expected, "with \(jobs) jobs and batches of \(batchSize) bytes")
    }
  }

  @Test(
    "bytes and a pipeline give the same findings for each fixture",
    arguments: TargetFixtureTests.files("invalid"))
  func bytesAndPipeline(_ file: String) throws {
    let path = fixture("targets/openai-chat/\(file)")
    let bytes = try #require(contents(of: path))
    var facts = FileFacts(path: path)
    bytes.withUnsafeBytes { facts.observe($0) }
    let validator = Validator(target: try Target.named("openai-chat"))
    let stage = validator.makeStage()
    var findings: [Finding] = []
    let pipeline = Pipeline(
      source: JSONLinesSource([Input(path: path)]), stages: [stage], sink: NoSink(),
      batchSize: 64, observe: { batch, _ in findings += batch.findings })
    _ = try pipeline.run()
    findings += stage.finish([facts])
    #expect(findings == validator.findings(inBytes: bytes, path: path))
  }

  @Test("records are counted for each file, blank lines left out")
  func recordNumbers() throws {
    let text = "\n\(Self.turn("a"))\n\n\n{}\n[]\n\(Self.turn("\u{FFFD}"))\n"
    let numbers = try Self.findings(text).filter { $0.rule.code != "J004" }
      .map { "\($0.location.line ?? 0) \($0.location.record ?? -1) \($0.rule.code)" }
    #expect(numbers == ["5 1 S001", "6 2 J007", "7 3 E021"])
  }

  @Test("the place of a finding is the byte in the file, and its evidence the bytes around")
  func place() throws {
    let first = Self.turn("a")
    let second = #"{"messages":[{"role":"gpt","content":"b"}]}"#
    let finding = try #require(try Self.findings("\(first)\n\(second)\n").first)
    #expect(finding.location.byteOffset == first.utf8.count + 1 + 21)
    #expect(finding.location.column == 22)
    let evidence = try #require(finding.evidence)
    #expect(Array(evidence.excerpt[evidence.highlight]) == Array(#""gpt""#.utf8))
    #expect(finding.target == "openai-chat")
  }

  @Test("a rule that is not wanted is not asked, by code or by name")
  func ignoring() throws {
    let text = Array("{\"messages\":[],\"id\":1}\n\n{\n".utf8)
    let target = try Target.named("openai-chat")
    let all: Set<String> = ["S002", "no-assistant-turn", "J004", "syntax-error", "L001", "V001"]
    #expect(Validator(target: target).findings(inBytes: text, path: "t.jsonl").count == all.count)
    for ignored in all {
      let findings = Validator(target: target, ignoring: [ignored])
        .findings(inBytes: text, path: "t.jsonl")
      #expect(findings.count == all.count - 1)
      #expect(!findings.contains { $0.rule.code == ignored || $0.rule.name == ignored })
    }
  }

  @Test("a record with very many offences gets twenty findings, the last with the number of others")
  func manyOffences() throws {
    let message = #"{"role":"narrator","content":"\ufffd"}"#
    let count = 100_000
    let text =
      #"{"messages":["# + Array(repeating: message, count: count).joined(separator: ",") + "]}"
    let findings = try Self.findings(text + "\n")
    let roles = findings.filter { $0.rule.code == "R001" }
    #expect(roles.count == 20)
    #expect(roles.last?.message.hasSuffix("(and 99980 more in this record)") == true)
    #expect(findings.filter { $0.rule.code == "E021" }.count == 20)
  }

  @Test("very many keys, calls and answers in one record take time in proportion")
  func manyKeys() throws {
    let keys = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    let calls = (0..<20_000).map {
      "{\"id\":\"c\($0)\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"
    }.joined(separator: ",")
    let answers = (0..<20_000).map {
      "{\"role\":\"tool\",\"tool_call_id\":\"c\(19_999 - $0)\",\"content\":\"\"}"
    }.joined(separator: ",")
    let text =
      "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[\(calls)]},\(answers),"
      + "{\"role\":\"assistant\",\"content\":\"Yes.\"}],\"tools\":[{\"type\":\"function\","
      + "\"function\":{\"name\":\"f\",\"parameters\":{\(keys),\"k7\":1}}}]}\n"
    let findings = try Self.findings(text).filter { $0.severity > .info }
    #expect(findings.map(\.rule.code) == ["J003"])
  }

  @Test("duplicates are found among very many records, and named by their first line")
  func duplicates() throws {
    var lines = (0..<5000).map { Self.turn("\($0)") }
    lines += [lines[4321], "  \(lines[7])\r", lines[4321]]
    let found = try Self.findings(lines.joined(separator: "\n") + "\n")
      .filter { $0.rule.code == "D001" }
    #expect(found.map(\.location.line) == [5001, 5002, 5003])
    #expect(
      found.map(\.message)
        == [4322, 8, 4322].map { "the record is the same as that of line \($0)" })
  }

  @Test("the same text in another file is no duplicate, and the same file twice is two files")
  func twoFiles() throws {
    let path = fixture("targets/openai-chat/valid/plain.jsonl")
    let findings = try Self.pipeline([path, path], jobs: 1, batchSize: 1 << 20)
    #expect(findings.map(\.rule.code) == ["V001"])
  }

  @Test("a file past the limit of the Files API is a warning, past that of uploads an error")
  func sizes() throws {
    func verdict(_ size: Int) throws -> [Finding] {
      let validator = Validator(
        target: try Target.named("openai-chat"), ignoring: ["L001", "V001"])
      return validator.makeStage().finish([FileFacts(path: "a.jsonl", size: size)])
    }
    #expect(try verdict(512 << 20).isEmpty)
    #expect(try verdict(512 << 20 + 1).map(\.severity) == [.warning])
    #expect(try verdict(8 << 30).map(\.severity) == [.warning])
    let finding = try #require(try verdict(8 << 30 + 1).first)
    #expect(finding.severity == .error && finding.rule.code == "L003")
    #expect(finding.message.contains("the file has 8589934593 bytes, limit 8589934592"))
  }

  @Test("an image past the limit is an error, with its decoded size")
  func largeImage() throws {
    func findings(_ groups: Int) throws -> [Finding] {
      let data = "iVBO" + String(repeating: "AAAA", count: groups - 1)
      return try Self.findings(
        #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"#
          + "\"data:image/png;base64,\(data)\""
          + #"}}]},{"role":"assistant","content":"A cat."}]}"# + "\n")
    }
    #expect(try findings(10_485_760 / 3).isEmpty)
    let finding = try #require(try findings(10_485_760 / 3 + 1).first)
    #expect(finding.rule.code == "L007")
    #expect(finding.message.hasPrefix("the image has 10485762 bytes, limit 10485760"))
  }

  @Test("a record that the source found too large is among the findings")
  func largeRecord() throws {
    let path = fixture("targets/openai-chat/valid/tools.jsonl")
    let stage = Validator(target: try Target.named("openai-chat"), ignoring: ["V001"]).makeStage()
    var findings: [Finding] = []
    let pipeline = Pipeline(
      source: JSONLinesSource([Input(path: path)]), stages: [stage], sink: NoSink(),
      recordLimit: 400, batchSize: 100, observe: { batch, _ in findings += batch.findings })
    _ = try pipeline.run()
    #expect(!findings.isEmpty && findings.allSatisfy { $0.rule.code == "L005" })
    #expect(findings.first?.location.record == 0)
    #expect(stage.finish().isEmpty, "ten examples were there, if too large")
    #expect(stage.recordsChecked == 10)
  }

  @Test("after format in one pipeline, validate sees what format wrote")
  func afterFormat() throws {
    let target = try Target.named("openai-chat")
    var format = try FormatStage(target: target).makeKernel()
    let validate = Validator(target: target, ignoring: ["L001", "V001", "T005"]).makeStage()
    var kernel = validate.makeKernel()
    let batch = RecordBatch()
    batch.text.append(#"{"id":1,"prompt":"\ufffd","completion":"b"}"# + "\n")
    batch.index()
    format.process(batch)
    kernel.process(batch)
    validate.fold(batch)
    #expect(batch.findings.map(\.rule.code) == ["E021"])
    #expect(batch.findings.first?.location.pointer == "/messages/0/content")
  }

  @Test("facts of a file do not depend on how its bytes are cut", arguments: 1...6)
  func facts(_ step: Int) {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{}\r\n{}".utf8)
    var facts = FileFacts(path: "a")
    for start in stride(from: 0, to: bytes.count, by: step) {
      Array(bytes[start..<min(start + step, bytes.count)]).withUnsafeBytes { facts.observe($0) }
    }
    #expect(facts.size == 9)
    #expect(facts.byteOrderMark?.encoding == "UTF-8")
    #expect(facts.hasCarriageReturns)
    #expect(facts.endsWithNewline == false)
  }
}
