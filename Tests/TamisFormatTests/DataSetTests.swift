import TamisCore
import TamisFormat
import Testing

/// Rules that need more than one file, or a day.
@Suite struct DataSetTests {
  static func batch(_ text: String, _ file: String) -> RecordBatch {
    let batch = RecordBatch()
    batch.file = file
    batch.text.append(Array(text.utf8))
    return batch
  }

  static func findings(_ files: [(name: String, text: String)]) throws -> [Finding] {
    let stage = Validator(target: try Target.named("openai-chat"), ignoring: ["L001", "V"])
      .makeStage()
    var findings: [Finding] = []
    for file in files {
      var kernel = stage.makeKernel()
      let batch = Self.batch(file.text, file.name)
      kernel.process(batch)
      stage.fold(batch)
      findings += batch.findings
    }
    return findings + stage.finish()
  }

  @Test("a record that is in two parts of the data set is told, with both places")
  func overlap() throws {
    let (a, b) = (ValidateStageTests.turn("a") + "\n", ValidateStageTests.turn("b") + "\n")
    let findings = try Self.findings([("d/train.jsonl", a + b), ("d/valid.jsonl", b)])
    #expect(findings.map(\.rule.code) == ["D010"])
    #expect(findings.first?.location.file == "d/valid.jsonl")
    #expect(findings.first?.message == "the record is also in d/train.jsonl, line 2")
    #expect(try Self.findings([("a.jsonl", a), ("b.jsonl", a)]).isEmpty)
    #expect(try Self.findings([("train-1.jsonl", a), ("train-2.jsonl", a)]).isEmpty)
  }

  @Test(
    "the name of a file tells its part",
    arguments: [
      ("train.jsonl", FilePart.train), ("x/my-valid-2.jsonl.gz", .validation),
      ("eval.jsonl", .validation), ("test.jsonl", .test), ("validated.jsonl", nil),
      ("training/a.jsonl", nil),
    ] as [(String, FilePart?)])
  func part(_ name: String, _ part: FilePart?) {
    #expect(FilePart(named: name) == part)
  }

  @Test("facts that are half a year old are told on the day that is named")
  func stale() throws {
    let text = Array((ValidateStageTests.turn("a") + "\n").utf8)
    func codes(_ today: String?) throws -> [String] {
      Validator(target: try Target.named("fireworks"), select: ["V004"], today: today)
        .findings(inBytes: text, path: "t.jsonl").map(\.rule.code)
    }
    #expect(try codes(nil) == [])
    #expect(try codes("2026-11-24") == [])
    #expect(try codes("2027-05-23") == [])
    #expect(try codes("2027-05-30") == ["V004"])
  }

  @Test("only the rules that were selected are asked, by family, code or name")
  func selection() throws {
    let text = Array(#"{"messages":[],"id":"ann@example.org"}"#.utf8) + [0x0A]
    let target = try Target.named("openai-chat")
    func codes(_ select: Set<String>, _ severities: [String: Severity] = [:]) -> [String] {
      Validator(target: target, select: select, severities: severities)
        .findings(inBytes: text, path: "t.jsonl").map { "\($0.rule.code) \($0.severity.rawValue)" }
    }
    #expect(codes(["R"]) == ["R008 error"])
    #expect(codes(["S002", "email"]) == ["S002 error", "Z002 info"])
    #expect(codes(["S002"], ["unknown-key": .warning]) == ["S002 warning"])
  }

  @Test("a field that changes its kind from batch to batch is found")
  func drift() throws {
    let stage = Validator(target: try Target.named("trl-text"), select: ["S005"]).makeStage()
    let lines = [
      #"{"text":"a","n":1,"tags":["x"]}"#, #"{"text":"b","n":null,"tags":[]}"#,
      #"{"text":"c","n":"1","tags":[2]}"#,
    ]
    for (index, line) in lines.enumerated() {
      let batch = Self.batch(line + "\n", "t.jsonl")
      batch.firstLine = index + 1
      var kernel = stage.makeKernel()
      kernel.process(batch)
      stage.fold(batch)
    }
    let findings = stage.finish()
    #expect(
      findings.map(\.message) == [
        "'n' is a string here, and a number in line 1",
        "'tags[]' is a number here, and a string in line 1",
      ])
    #expect(findings.map(\.location.line) == [3, 3])
  }
}
