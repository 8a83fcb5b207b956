import TamisCore
import Testing

@Suite struct RecordDigestTests {
  private func digest(_ text: String, of names: [FieldName] = []) -> ContentHash? {
    var digest = RecordDigest(of: names)
    return Batches.record(utf8(text)).flatMap { digest.digest(of: $0) }
  }

  @Test("what says the same has the same digest")
  func same() {
    for (one, other) in [
      (#"{"a":"é"}"#, #"{"a":"\u00e9"}"#), (#"{"é":1}"#, #"{"\u00E9":1}"#),
      (#"{"a":1,"b":[1, 2]}"#, #" { "a" : 1 , "b" :[1, 2]} "#),
      (#"{"a":1}"#, #"{"_origin":{"file":"x"},"a":1,"_split":"train"}"#),
      (#"{"a":"\/"}"#, #"{"a":"/"}"#), ("{}", "{ }"),
    ] {
      #expect(digest(one) == digest(other), "\(one) \(other)")
    }
  }

  @Test("what says something else has another digest")
  func different() {
    let texts = [
      "{}", #"{"a":1}"#, #"{"a":1.0}"#, #"{"a":"1"}"#, #"{"b":1}"#, #"{"a":1,"b":1}"#,
      #"{"b":1,"a":1}"#, #"{"a":null}"#, #"{"a":""}"#, #"{"":"a"}"#, #"{"a":"","b":""}"#,
      #"{"ab":"c"}"#, #"{"a":"bc"}"#, #"{"a":[]}"#, #"{"a":{}}"#, #"{"a":[1,2]}"#, #"{"a":[1, 2]}"#,
      #"{"a":true}"#, #"{"a":"true"}"#, #"{"a":1,"a":1}"#, #"{"_other":1}"#, #"{"a":"\ud83d"}"#,
    ]
    #expect(Set(texts.map { digest($0) }).count == texts.count)
    let names: [FieldName] = ["a", "b"]
    let pairs = [#"{"a":"x"}"#, #"{"b":"x"}"#, #"{"a":"x","b":""}"#, #"{"a":"","b":"x"}"#]
    #expect(Set(pairs.map { digest($0, of: names) }).count == pairs.count)
  }

  @Test("some fields count in the order in which they are asked for; none gives nothing")
  func someFields() {
    let names: [FieldName] = ["a", "b"]
    #expect(digest(#"{"b":1,"x":2,"a":3}"#, of: names) == digest(#"{"a":3,"b":1}"#, of: names))
    #expect(digest(#"{"b":1}"#, of: ["b", "a"]) == digest(#"{"b":1}"#, of: names))
    #expect(digest(#"{"x":1}"#, of: names) == nil && digest(#"{"x":1}"#, of: ["a"]) == nil)
    #expect(digest(#"{"a":"é"}"#, of: ["a"]) == digest(#"{"\u0061":"\u00e9"}"#, of: ["a"]))
    #expect(digest(#"{"a":"é"}"#, of: ["a"]) == ContentHash(utf8("é")))
    #expect(digest(#"{"a":1,"a":2}"#, of: ["a"]) == digest(#"{"a":2}"#, of: ["a"]))
  }

  @Test("a digest that is remembered is forgotten by each change")
  func caching() throws {
    let record = try #require(Batches.record(utf8(#"{"a":1,"b":"x"}"#)))
    var digest = RecordDigest()
    func now() -> ContentHash? { digest.digest(of: record) }
    func fresh() -> ContentHash? {
      Batches.record(record.written).flatMap { digest.digest(of: $0) }
    }
    let first = now()
    #expect(first == now() && first == fresh())
    let slot = try #require(record.slot(of: "b"))
    let changes: [() -> Void] = [
      { record.set("a") { $0.append("2") } }, { record.set(slot) { $0.append("[]") } },
      { record.set("new") { $0.append("3") } }, { record.set("new") { $0.append("4") } },
      { record.remove("new") }, { record.set("new") { $0.append("5") } }, { record.remove("a") },
      { record.rewrite { $0.append(#"{"a":1,"b":"x"}"#) } }, { record.remove("b") },
      { record.set("b", string: UnsafeRawBufferPointer(start: nil, count: 0)) },
    ]
    for (number, change) in changes.enumerated() {
      let before = now()
      change()
      #expect(now() != before, "change \(number)")
      #expect(now() == fresh(), "change \(number)")
    }
    let before = now()
    record.set(.split) { $0.append("\"train\"") }
    #expect(now() == before && now() == fresh())
  }
}
