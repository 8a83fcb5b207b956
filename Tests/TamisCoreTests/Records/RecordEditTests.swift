import TamisCore
import Testing

/// Reading and changing records, held against a model.
@Suite struct RecordEditTests {
  private func check(
    _ record: Record, _ model: RecordModel, _ digest: inout RecordDigest,
    _ some: inout RecordDigest, _ comment: @autoclosure () -> String
  ) {
    var wrong: [String] = []
    for name in RecordModel.names {
      let field = FieldName(name)
      let value = record[field]
      if value.map({ Array($0.json) }) != model.value(name) { wrong.append("value of \(name)") }
      if (record.slot(of: field) != nil) != (value != nil) { wrong.append("slot of \(name)") }
      if let slot = record.slot(of: field),
        record[slot].map({ Array($0.json) }) != model.value(name)
      {
        wrong.append("value in slot of \(name)")
      }
    }
    let fields = record.fields.map { field in (Array(field.name), Array(field.value.json)) }
    let expected = model.left.map { field in
      (Array(field.key.dropFirst().prefix { $0 != 0x3A }.trimmed), field.value)
    }
    if !fields.elementsEqual(expected, by: { $0.1 == $1.1 && $0.0 == $1.0 }) {
      wrong.append("fields")
    }
    if record.fieldCount != model.fields.count { wrong.append("count") }
    let written = record.written
    if written != model.text { wrong.append("text") }
    // What is read back is the same record.
    guard let again = Batches.record(written) else {
      Issue.record("\(comment()): \(shown(written)) is no record")
      return
    }
    if digest.digest(of: again) != digest.digest(of: record) { wrong.append("digest") }
    if some.digest(of: again) != some.digest(of: record) { wrong.append("digest of some") }
    if !wrong.isEmpty {
      Issue.record("\(comment()): \(wrong): \(shown(written)), not \(shown(model.text))")
    }
  }

  @Test("records that are set, removed and rewritten at random are what the model is")
  func randomEdits() throws {
    var json = RandomJSON(random: TestRandom(for: "edits of records"))
    var digest = RecordDigest()
    var some = RecordDigest(of: ["a", "é", "text"])
    for round in 0..<800 {
      // Neighbours must not notice.
      var models = (0..<3).map { _ in RecordModel(&json) }
      let batch = Batches.of(Array(models.map(\.text).joined(separator: [0x0A])))
      let records = Array(batch.records)
      try #require(records.count == 3, "\(shown(batch.text.array))")
      var log = ""
      for _ in 0..<json.random.below(12) {
        let index = json.random.below(3)
        log += change(records[index], &models[index], &json) + "; "
        check(records[index], models[index], &digest, &some, "round \(round), \(log)")
      }
      for (record, model) in zip(records, models) {
        check(record, model, &digest, &some, "round \(round) at the end, \(log)")
      }
      #expect(batch.liveCount == 3)
    }
  }

  /// Does the same to both; says what.
  private func change(
    _ record: Record, _ model: inout RecordModel, _ json: inout RandomJSON
  ) -> String {
    let name = json.random.pick(RecordModel.names)
    let field = FieldName(name)
    switch json.random.below(10) {
    case 0, 1:
      record.remove(field)
      model.remove(name)
      return "remove \(name)"
    case 2:
      model = RecordModel(&json, isRewritten: true)
      // What is written may come from the record that it replaces.
      let text = model.text
      record.rewrite { $0.append(text) }
      return "rewrite"
    case 3:
      // The same slot twice: the second value counts.
      guard let slot = record.slot(of: field) else { return "no slot" }
      record.set(slot) { $0.append("1") }
      record.set(slot, string: UnsafeRawBufferPointer(start: nil, count: 0))
      model.set(name, utf8("\"\""))
      return "set slot of \(name)"
    case 4:
      // A value that lies in the record, which moves while it grows.
      guard let value = record[FieldName("a")], value.kind == .string else { return "no text" }
      let body = Array(value.body)
      record.set(field, string: value.body)
      var expected = ByteBuffer()
      body.withUnsafeBytes { JSONString.encode($0, into: &expected) }
      model.set(name, expected.array)
      return "copy a to \(name)"
    case 5:
      let copy = record[FieldName("text")].map { Array($0.json) } ?? utf8("null")
      record.set(field) { output in
        if let value = record[FieldName("text")] {
          output.append(value.json)
        } else {
          output.append("null")
        }
      }
      model.set(name, copy)
      return "copy text to \(name)"
    default:
      let value = json.random.chance(10) ? json.string().text : json.value(2).text
      record.set(field) { $0.append(value) }
      model.set(name, value)
      return "set \(name)"
    }
  }

  @Test("a record that nobody touches leaves byte for byte")
  func untouched() {
    var json = RandomJSON(random: TestRandom(for: "untouched records"))
    for _ in 0..<500 {
      let model = RecordModel(&json)
      guard let record = Batches.record(model.text) else { continue }
      var digest = RecordDigest()
      _ = (record["a"], record.fieldCount, digest.digest(of: record), Array(record.fields).count)
      #expect(record.written == model.text)
      #expect(Array(record.original) == model.text)
      record.remove("no such field")
      #expect(record.written == model.text)
    }
  }

  @Test("strings are read by their characters, changed or not")
  func strings() throws {
    let record = try #require(Batches.record(utf8(#"{"a":"x\ny","b":"é","c":5,"\u0064":"d"}"#)))
    var output = ByteBuffer()
    #expect(record.string("a", into: &output) && output.array == utf8("x\ny"))
    #expect(record.string("b", into: &output) && output.array == utf8("x\nyé"))
    #expect(!record.string("c", into: &output) && !record.string("z", into: &output))
    #expect(record["a"]?.isEscaped == true && record["b"]?.isEscaped == false)
    output.removeAll()
    #expect(record.string("d", into: &output) && output.array == utf8("d"))
    for text in ["plain", "quote \" \\ \n \u{2028}", ""] {
      var bytes = text
      bytes.withUTF8 { record.set("a", string: UnsafeRawBufferPointer($0)) }
      output.removeAll()
      #expect(record.string("a", into: &output) && output.array == utf8(text))
    }
  }

  @Test("fields may be set while they are gone through")
  func settingWhileGoingOn() throws {
    let record = try #require(Batches.record(utf8(#"{"a":1,"b":[],"c":"x"}"#)))
    for round in 0..<2 {
      for field in record.fields { record.set(field.slot) { $0.append(String(round)) } }
      #expect(record.written == utf8(#"{"a":\#(round),"b":\#(round),"c":\#(round)}"#))
    }
    #expect(record.fields.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b", "c"])
  }

  @Test("the fields that are Tamis's own are known by their names")
  func reserved() throws {
    let record = try #require(
      Batches.record(utf8(#"{"_origin":{},"_split":"x","_rejected":1,"_other":2,"origin":3}"#)))
    #expect(record.fields.map(\.isReserved) == [true, true, true, false, false])
    let before = try #require(Batches.record(utf8(#"{"_other":2,"origin":3}"#)))
    var digest = RecordDigest()
    #expect(digest.digest(of: record) == digest.digest(of: before))
  }

  @Test("a record says where it comes from: by _origin, else by its line")
  func location() throws {
    let origin = #"{"_origin":{"file":"a\u002exml","line":7,"byte":99}}"#
    let text = utf8("{\"a\":1}\n\n{}\r\n" + origin + "\n" + #"{"_origin":5}"#)
    let batch = RecordBatch()
    batch.file = "in.jsonl"
    batch.firstLine = 100
    batch.firstOffset = 1000
    batch.text.append(text)
    batch.index()
    let places = batch.records.map(\.location)
    #expect(places.map(\.file) == ["in.jsonl", "in.jsonl", "a.xml", "in.jsonl"])
    #expect(places.map(\.line) == [100, 102, 7, 104])
    #expect(places.map(\.byteOffset) == [1000, 1009, 99, 1066])
    #expect(batch.records.map(\.line) == [100, 102, 103, 104])
    let third = Array(batch.records)[2]
    third.remove(.origin)
    #expect(third.location == SourceLocation(file: "in.jsonl", line: 103, byteOffset: 1013))
  }

  @Test("rejected records are passed over and keep their numbers")
  func rejecting() throws {
    let batch = Batches.of(utf8("{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n"))
    let rule = Rule("X001", "odd")
    for record in batch.records where record.index == 1 {
      record.reject(rule, "because")
      record.reject(rule, "and again")
    }
    #expect(batch.count == 3 && batch.liveCount == 2)
    #expect(batch.records.map(\.index) == [0, 2])
    #expect(batch.rejections.count == 1)
    let finding = try #require(batch.rejections.first?.finding)
    #expect(finding.rule == rule && finding.severity == .info && finding.location.line == 2)
  }
}

extension Sequence where Element == UInt8 {
  /// The bytes without the white space and the quote at their end.
  fileprivate var trimmed: [UInt8] {
    var bytes = Array(self)
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return Array(bytes.dropLast())
  }
}
