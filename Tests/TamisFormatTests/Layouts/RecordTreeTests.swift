import TamisCore
import TamisFormat
import Testing

@Suite struct RecordTreeTests {
  @Test("a tree sees a record with the changes that stages have made")
  func changes() throws {
    let batch = RecordBatch()
    batch.text.append("{\"prompt\":\"old\",\"answer\":\"b\",\"x\":1}\n")
    batch.index()
    var probe = LayoutProbe()
    for record in batch.records {
      record.set("prompt") { $0.append(#""new""#) }
      record.set("completion") { $0.append(#""added""#) }
      record.remove("answer")
      try probe.tree.read(record)
    }
    #expect(
      probe.read(as: "prompt-completion") == """
        layout prompt-completion
        prompt and completion
          prompt "new"
          completion "added"
        left out: x
        """)
  }

  @Test("what is no record of JSON is a failure")
  func noRecord() {
    let probe = LayoutProbe()
    for json in ["", "{", "[]", "7", #"{"a":1} x"#] {
      guard case .failure = probe.recognized(Array(json.utf8)) else {
        Issue.record("\(json) was read")
        continue
      }
    }
  }

  @Test("of a field that occurs twice the last counts, and neither is left out")
  func duplicates() {
    var probe = LayoutProbe()
    #expect(
      probe.dump(Array(#"{"text":1,"text":"a","id":1,"id":2}"#.utf8)) == """
        layout text
        text "a"
        left out: id, id
        """)
  }

  @Test("fields that are Tamis's own belong to no layout and to no grader")
  func reserved() {
    var probe = LayoutProbe()
    let dump = probe.dump(
      Array(#"{"messages":[{"role":"user","content":"Q"}],"_split":"train"}"#.utf8))
    #expect(dump.hasPrefix("layout openai-chat\n"))
    let dump2 = probe.dump(
      Array(#"{"messages":[{"role":"user","content":"Q"}],"a":1,"_split":"train"}"#.utf8))
    #expect(dump2.hasPrefix("layout openai-rft\n"))
    #expect(!dump2.contains("reference \"_split\""))
  }

  @Test("values that were made stay where they are while more are made")
  func arena() {
    let arena = FragmentArena()
    var made: [JSONFragment] = []
    for number in 0..<2000 {
      made.append(arena.makeString { $0.append(String(repeating: "x", count: number)) })
    }
    for number in 0..<2000 {
      #expect(made[number].body.count == number)
      #expect(made[number].body.allSatisfy { $0 == UInt8(ascii: "x") })
    }
    arena.removeAll()
    let object = arena.make(.object) { $0.append(#"{"a":"b"}"#) }
    let next = arena.makeString(holding: object.json)
    #expect(next.json.elementsEqual(#""{\"a\":\"b\"}""#.utf8))
  }
}
