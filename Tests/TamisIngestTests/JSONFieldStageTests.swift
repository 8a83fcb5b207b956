import TamisCore
import TamisIngest
import Testing

@Suite("Field stage")
struct JSONFieldStageTests {
  private func run(
    _ lines: [String], _ fields: [FieldMapping] = [], origin: Bool = true
  ) throws -> StageOutcome {
    try TamisIngestTests.run(
      utf8(lines.joined(separator: "\n") + "\n"),
      through: [FieldStage(fields: fields, origin: origin)])
  }

  @Test("without a mapping records get their origin, and keep one that they have")
  func origin() throws {
    let outcome = try run([#"{"a":1}"#, "{}", #"{"_origin":{"file":"x","line":7}, "b":2}"#])
    #expect(
      outcome.lines == [
        #"{"a":1,"_origin":{"file":"t.jsonl","line":1,"byte":0}}"#,
        #"{"_origin":{"file":"t.jsonl","line":2,"byte":8}}"#,
        #"{"_origin":{"file":"x","line":7}, "b":2}"#,
      ])
  }

  @Test("without a mapping and without origins records pass as they are")
  func untouched() throws {
    let lines = [#"{ "a" : 1.50 }"#, #"{"_origin":1}"#, "{}"]
    #expect(try run(lines, origin: false).lines == lines)
  }

  @Test("a mapping takes the named fields in its order, values as they are written")
  func mapping() throws {
    let fields = [
      FieldMapping(name: "text", source: "body"), FieldMapping(name: "k\"ey", source: "id"),
    ]
    let outcome = try run(
      [
        #"{"id": 1.50, "x":0, "body":"\u00e9"}"#, #"{"body":[1, {"a":2}],"id":null}"#,
        #"{"\u0062ody":1,"id":2,"body":3,"_origin":{"file":"x"}}"#,
      ], fields)
    #expect(
      outcome.lines == [
        #"{"text":"\u00e9","k\"ey":1.50,"_origin":{"file":"t.jsonl","line":1,"byte":0}}"#,
        #"{"text":[1, {"a":2}],"k\"ey":null,"_origin":{"file":"t.jsonl","line":2,"byte":37}}"#,
        #"{"text":3,"k\"ey":2,"_origin":{"file":"x"}}"#,
      ])
    let bare = try run([#"{"id":1,"body":"a"}"#], fields, origin: false)
    #expect(bare.lines == [#"{"text":"a","k\"ey":1}"#])
  }

  @Test("a record without a field that was asked for is rejected, and the others go on")
  func missing() throws {
    let fields = [
      FieldMapping(name: "text", source: "body"), FieldMapping(name: "id", source: "number"),
    ]
    let outcome = try run(
      [
        #"{"body":"a","number":1}"#, #"{"body":"b"}"#, #"{"number":2}"#,
        #"{"body":"c","number":3}"#,
      ],
      fields, origin: false)
    #expect(outcome.lines == [#"{"text":"a","id":1}"#, #"{"text":"c","id":3}"#])
    #expect(
      outcome.rejects == [
        "2 I002 missing-field there is no field 'number'",
        "3 I002 missing-field there is no field 'body'",
      ])
    #expect(outcome.summary.isBalanced)
    #expect(outcome.summary.worst == .error)
  }
}
