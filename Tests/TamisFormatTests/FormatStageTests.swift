import TamisCore
import TamisFormat
import Testing

@Suite struct FormatStageTests {
  struct Outcome {
    var lines: [String]
    var rejections: [Rejection]
    var notes: [Finding]
    var decisions: [String] = []
  }

  /// Runs `lines` through a stage, after `prepare` has had each record.
  static func format(
    _ lines: [String], layout: String? = nil, system: String? = nil,
    prepare: (Record) -> Void = { _ in }
  ) throws -> Outcome {
    let stage = try FormatStage(
      target: try Target.named("openai-chat"), layout: layout, system: system)
    let kernel = stage.makeKernel()
    var outcome = Outcome(lines: [], rejections: [], notes: [])
    run(kernel, on: lines, prepare) { batch in
      for record in batch.records {
        var line = ByteBuffer()
        record.write(to: &line)
        outcome.lines.append(String(decoding: line.bytes, as: UTF8.self))
      }
      outcome.rejections = batch.rejections
    }
    outcome.notes = stage.notes()
    outcome.decisions = stage.decisions()
    return outcome
  }

  static func run(
    _ kernel: any Kernel, on lines: [String], _ prepare: (Record) -> Void,
    _ body: (RecordBatch) -> Void
  ) {
    var kernel = kernel
    let batch = RecordBatch()
    batch.file = "in.jsonl"
    batch.text.append(lines.joined(separator: "\n") + "\n")
    batch.index()
    batch.records.forEach(prepare)
    kernel.process(batch)
    body(batch)
  }

  @Test("a prompt with its completion becomes two turns, strings as they were written")
  func promptCompletion() throws {
    let outcome = try Self.format([
      #"{"prompt": "caf\u00e9 \/ \"x\"", "completion": " Yes.\n"}"#
    ])
    #expect(
      outcome.lines == [
        #"{"messages":[{"role":"user","content":"caf\u00e9 \/ \"x\""},"#
          + #"{"role":"assistant","content":" Yes.\n"}]}"#
      ])
    #expect(outcome.notes.isEmpty)
  }

  @Test("a system field of the record goes first; one of the command fills in where there is none")
  func system() throws {
    let outcome = try Self.format(
      [
        #"{"system":"Own.","prompt":"a","completion":"b"}"#,
        #"{"system":null,"prompt":"a","completion":"b"}"#,
        #"{"system":"","prompt":"a","completion":"b"}"#,
      ], system: "Given \"one\".")
    let rest = #"{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#
    #expect(
      outcome.lines == [
        #"{"messages":[{"role":"system","content":"Own."},"# + rest,
        #"{"messages":[{"role":"system","content":"Given \"one\"."},"# + rest,
        #"{"messages":[{"role":"system","content":"Given \"one\"."},"# + rest,
      ])
    #expect(outcome.notes.map(\.rule.code) == ["R009"])
    #expect(outcome.notes.first?.message.hasSuffix("in 1 record") == true)
  }

  @Test("a record that is what the target takes keeps all of its bytes")
  func untouched() throws {
    let line = #"  {"tools" : [],"messages":[ {"content":"a","role":"user"} ] }  "#
    #expect(try Self.format([line]).lines == [line])
    let own = #"{"messages": [{"role": "developer", "content": "Own."}]}"#
    #expect(try Self.format([own], system: "Given.").lines == [own])
  }

  @Test("a system message goes before messages that keep their bytes")
  func systemBeforeMessages() throws {
    let outcome = try Self.format(
      [
        #"{"messages":[ {"weight":1.0, "role":"user","content":"\u0061"}],"functions":[ ]}"#,
        #"{"messages":[]}"#,
      ], system: "S")
    #expect(
      outcome.lines == [
        #"{"messages":[{"role":"system","content":"S"},{"weight":1.0, "role":"user","#
          + #""content":"\u0061"}],"functions":[ ]}"#,
        #"{"messages":[{"role":"system","content":"S"}]}"#,
      ])
  }

  @Test(
    "fields that the target has no place for are left out and told, reserved ones only left out")
  func leftOut() throws {
    let outcome = try Self.format([
      #"{"id":1,"messages":[],"_origin":{"file":"a.csv","line":7,"byte":9},"zeta":0}"#,
      #"{"prompt":"a","completion":"b","i\u0064":2,"_split":"train"}"#,
      #"{"messages":[],"_split":"train"}"#,
    ])
    #expect(
      outcome.lines == [
        #"{"messages":[]}"#,
        #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#,
        #"{"messages":[]}"#,
      ])
    #expect(
      outcome.notes.map(\.message) == [
        "field 'id' is not part of openai-chat and was left out, in 2 records",
        "field 'zeta' is not part of openai-chat and was left out, in 1 record",
      ])
    #expect(outcome.notes.allSatisfy { $0.severity == .info && $0.rule.code == "S002" })
    #expect(outcome.notes.map(\.location.line) == [1, 1])
  }

  @Test("fields that earlier stages changed or added are read as they are now")
  func afterOtherStages() throws {
    let outcome = try Self.format([#"{"prompt":"old","answer":"b"}"#]) { record in
      record.set("prompt") { $0.append(#""new""#) }
      record.set("completion") { $0.append(#""added""#) }
      record.remove("answer")
    }
    #expect(
      outcome.lines == [
        #"{"messages":[{"role":"user","content":"new"},{"role":"assistant","content":"added"}]}"#
      ])
    #expect(outcome.notes.isEmpty)
  }

  @Test(
    "a record without meaning is rejected with the reason",
    arguments: [
      (#"{"prompt":null,"completion":"b"}"#, "R007", "'prompt' is null, at /prompt"),
      (#"{"prompt":"a","completion":""}"#, "R007", "'completion' is empty, at /completion"),
      (
        #"{"prompt":"a","completion":7}"#, "S003",
        "'completion' is a number, not a string, at /completion"
      ),
      (
        #"{"prompt":"a","completion":"b","system":[]}"#, "S003",
        "'system' is an array, not a string, at /system"
      ),
      (#"{"messages":{}}"#, "S003", "the messages are an object, not an array, at /messages"),
      (
        #"{"messages":[{"role":"user"},"x"]}"#, "S003",
        "a message is a string, not an object, at /messages/1"
      ),
      (
        #"{"id":1,"text":"t","_origin":{}}"#, "S007",
        "the record is plain text; openai-chat is made of conversations"
      ),
      (
        "{}", "S007",
        "the record has no fields; openai-chat can be made of no such record; name a layout with "
          + "--from, or map fields with --map prompt=…,completion=…"
      ),
      (
        #"{"messages":[],"prompt":"a","completion":"b"}"#, "S004",
        "the record fits openai-chat and prompt-completion; say which with --from"
      ),
    ])
  func rejected(_ line: String, _ code: String, _ message: String) throws {
    let outcome = try Self.format([line])
    #expect(outcome.lines.isEmpty)
    #expect(outcome.rejections.map(\.finding.rule.code) == [code])
    #expect(outcome.rejections.first?.finding.message == message)
    #expect(outcome.rejections.first?.finding.severity == .error)
  }

  @Test("--from decides where the fields could mean two things, or nothing")
  func layoutByName() throws {
    let both = #"{"messages":[],"prompt":"a","completion":"b"}"#
    #expect(
      try Self.format([both], layout: "prompt-completion").lines == [
        #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#
      ])
    let missing = try Self.format([#"{"prompt":"a"}"#], layout: "prompt-completion")
    #expect(missing.rejections.first?.finding.message == "the record has no 'completion'")
    #expect(missing.rejections.first?.finding.rule.code == "S001")
  }

  @Test("an unknown target or layout is an error that lists the known ones")
  func unknownNames() throws {
    let target = try Target.named("openai-chat")
    #expect(throws: UnknownName(kind: "target", name: "opena", known: Target.names)) {
      try Target.named("opena")
    }
    let error = #expect(throws: UnknownName.self) { try FormatStage(target: target, layout: "x") }
    let start = "no layout is called 'x'; there are: openai-chat, "
    #expect(error?.description.hasPrefix(start) == true)
    #expect(error?.known == Layouts.all.map { $0.name })
  }

  @Test("what told the layouts can be said to people")
  func evidence() throws {
    let outcome = try Self.format([
      #"{"prompt":"a","completion":"b"}"#, #"{"messages":[],"tools":null}"#, #"{"messages":[]}"#,
    ])
    #expect(
      outcome.decisions == [
        "openai-chat: 'messages' is an array, 'tools' is null (2 records)",
        "prompt-completion: 'prompt' is a string, 'completion' is a string (1 record)",
      ])
  }

  @Test("of very many field names the notes tell a thousand, whichever thread saw which")
  func manyNames() throws {
    let lines = (0..<1200).map { "{\"messages\":[],\"field\(($0 * 7919) % 1200)\":0}" }
    let stages = try (0..<2).map { _ in
      try FormatStage(target: try Target.named("openai-chat"))
    }
    Self.run(stages[0].makeKernel(), on: lines, { _ in }, { _ in })
    let kernels = [stages[1].makeKernel(), stages[1].makeKernel()]
    for start in stride(from: 0, to: 1200, by: 100) {
      let part = Array(lines[start..<start + 100])
      Self.run(kernels[(start / 100) % 2], on: part, { _ in }, { _ in })
    }
    let messages = stages.map { $0.notes().map(\.message) }
    #expect(messages[0] == messages[1])
    #expect(messages[0].count == 1001)
    #expect(messages[0].last?.hasPrefix("200 fields of other names") == true)
  }
}
