import TamisCore
import TamisIngest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("JSON source")
struct JSONSourceTests {
  /// A text, the records in it without their origins, and the rejections.
  struct Sample: CustomTestStringConvertible, Sendable {
    let text: String
    let records: [String]
    let rejects: [String]
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ records: [String], _ rejects: [String] = []) {
      self.text = text
      self.records = records
      self.rejects = rejects
    }
  }

  private static let syntax = "J002 syntax-error"
  private static let comma = "\(syntax) a comma is missing between two elements of the array"
  private static let endsEarly = "\(syntax) the JSON ends early"

  static let arrays = [
    Sample("[]", []),
    Sample(" [ ] \n", []),
    Sample("[{}]", ["{}"]),
    Sample("[{ }]", ["{ }"]),
    Sample("[{\"a\":1},{\"a\":2}]", ["{\"a\":1}", "{\"a\":2}"]),
    Sample("[\n  {\n    \"a\": [1,\r\n    2]\n  },\n  {}\n]\n", ["{\"a\": [1,2]}", "{}"]),
    Sample("[{\"a\":{\"b\":[[],{}]}}]", ["{\"a\":{\"b\":[[],{}]}}"]),
    Sample("[{\"a\":\"]},{\"}]", ["{\"a\":\"]},{\"}"]),
    Sample("[{\"a\":\"\\\"]\"}]", ["{\"a\":\"\\\"]\"}"]),
    Sample(
      "[{\"n\":1.50,\"m\":-0,\"k\":1E+2,\"n\":12345678901234567890}]",
      ["{\"n\":1.50,\"m\":-0,\"k\":1E+2,\"n\":12345678901234567890}"]),
    Sample("[{\"é\":\"\\u00e9👍\u{2028}\"}]", ["{\"é\":\"\\u00e9👍\u{2028}\"}"]),
    // Broken elements: the others are read.
    Sample(
      "[{\"a\":1},\n{\"a\":nul},\n{\"a\":3}]", ["{\"a\":1}", "{\"a\":3}"],
      ["2:6 \(syntax) unexpected 'n'"]),
    Sample(
      "[{\"a\":1},{\"a\":\"x\ny\"},{\"a\":3}]", ["{\"a\":1}", "{\"a\":3}"],
      ["1:17 \(syntax) line end inside of a string; it must be written as an escape"]),
    Sample(
      "[{\"a\":1,},{\"a\":2}]", ["{\"a\":2}"],
      ["1:8 \(syntax) a comma with nothing behind it"]),
    Sample("[{\"a\" 1},{\"a\":2}]", ["{\"a\":2}"], ["1:7 \(syntax) unexpected '1'"]),
    Sample(
      "[1,\"two\",null,true,[3],{\"a\":4}]", ["{\"a\":4}"],
      [2, 4, 10, 15, 20].map { "1:\($0) J007 not-an-object the value is not an object" }),
    Sample(
      "[[{\"a\":1}],{\"a\":2}]", ["{\"a\":2}"],
      ["1:2 J007 not-an-object the value is not an object"]),
    Sample("[{\"a\":1},]", ["{\"a\":1}"], ["1:9 \(syntax) a comma with nothing behind it"]),
    Sample("[{\"a\":1}\n,\n\n]", ["{\"a\":1}"], ["2:1 \(syntax) a comma with nothing behind it"]),
    Sample(
      "[{\"a\":1},,{\"a\":2}]", ["{\"a\":1}", "{\"a\":2}"], ["1:10 \(syntax) unexpected ','"]),
    Sample("[,{\"a\":1}]", ["{\"a\":1}"], ["1:2 \(syntax) unexpected ','"]),
    Sample(
      "[{\"a\":1} {\"a\":2}\n{\"a\":3}]", ["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"],
      ["1:10 \(comma)", "2:1 \(comma)"]),
    Sample("[{\"a\":1}},{\"a\":2}]", ["{\"a\":1}", "{\"a\":2}"], ["1:9 \(syntax) unexpected '}'"]),
    Sample("[{\"a\":1}x{\"a\":2}]", ["{\"a\":1}"], ["1:9 \(syntax) unexpected 'x'"]),
    Sample(
      "[{\"a\":1}]\n{\"a\":2}\n", ["{\"a\":1}"],
      ["2:1 \(syntax) something follows the JSON value"]),
    Sample(
      "[{\"a\":1}][{\"a\":2}]", ["{\"a\":1}"],
      ["1:10 \(syntax) something follows the JSON value"]),
    Sample("[", [], ["1:2 \(endsEarly)"]),
    Sample("[{\"a\":1}", ["{\"a\":1}"], ["1:9 \(endsEarly)"]),
    Sample("[{\"a\":1},", ["{\"a\":1}"], ["1:10 \(endsEarly)"]),
    Sample("[{\"a\":1},\n{\"a\":", ["{\"a\":1}"], ["2:6 \(endsEarly)", "2:6 \(endsEarly)"]),
    Sample("[{\"a\":\"\\", [], ["1:9 \(endsEarly)", "1:9 \(endsEarly)"]),
  ]

  static let rows = [
    Sample("{\"a\":1}{\"a\":2}", ["{\"a\":1}", "{\"a\":2}"]),
    Sample("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", ["{\"a\": 1}", "{\"a\": 2}"]),
    Sample("\u{1E}{\"a\":1}\n\u{1E}{\"a\":2}\n", ["{\"a\":1}", "{\"a\":2}"]),
    Sample(
      "{\n\"a\":1\n}, {\n\"a\":2\n}", ["{\"a\":1}", "{\"a\":2}"], ["3:2 \(syntax) unexpected ','"]),
    Sample("{\n\"a\":01\n}\n{\"a\":2}", ["{\"a\":2}"], ["2:5 \(syntax) not a JSON number"]),
    Sample(
      "{\n} ] {\"a\":2} 7 \"x\" tru", ["{}", "{\"a\":2}"],
      [
        "2:3 \(syntax) unexpected ']'", "2:13 J007 not-an-object the value is not an object",
        "2:15 J007 not-an-object the value is not an object",
        "2:19 J007 not-an-object the value is not an object",
      ]),
    Sample("{\n\"a\": [\n", [], ["3:1 \(endsEarly)"]),
  ]

  @Test("objects are taken out of an array, or out of a row of values", arguments: arrays + rows)
  func takes(_ sample: Sample) throws {
    let outcome = try readJSON(utf8(sample.text))
    #expect(outcome.records == sample.records)
    #expect(outcome.rejects == sample.rejects)
  }

  @Test("pieces of any size give what the whole text gives", arguments: arrays + rows)
  func piecesDoNotMatter(_ sample: Sample) throws {
    let whole = try readJSON(utf8(sample.text))
    for step in [1, 2, 3, 7] {
      #expect(try readJSON(utf8(sample.text), step: step).isSame(as: whole), "step \(step)")
    }
  }

  @Test("origins say line and byte; one that is there already stays")
  func origins() throws {
    let outcome = try readJSON(utf8("[{},\n\n  {\"_origin\":{\"file\":\"x\"}, \"a\":1}]"))
    #expect(
      outcome.lines == [
        #"{"_origin":{"file":"t.json","line":1,"byte":1}}"#,
        #"{"_origin":{"file":"x"}, "a":1}"#,
      ])
    #expect(try readJSON(utf8("[{}]"), origin: false).lines == ["{}"])
  }

  @Test("a value that is not UTF-8 is rejected where it goes wrong", arguments: [Int.max, 1])
  func invalidUTF8(_ step: Int) throws {
    let text = utf8("[{\"a\":1},\n {\"a\":\"") + [0xE9] + utf8("\"},\n {\"a\":3}]")
    let outcome = try readJSON(text, step: step)
    #expect(outcome.records == ["{\"a\":1}", "{\"a\":3}"])
    #expect(outcome.rejectedPlaces == ["2:8:17 invalid-utf8"])
    #expect(outcome.raws == [utf8("{\"a\":\"") + [0xE9] + utf8("\"}")])
  }

  @Test(
    "a value past the limit is rejected without its bytes, and the next one is read",
    arguments: [Int.max, 1, 1000])
  func longValue(_ step: Int) throws {
    let string = String(repeating: "}]\\\"", count: 100)
    let text = "[{\"a\":1},\n{\"a\":\"\(string)\",\"b\":[\n]},{\"a\":3}]"
    let outcome = try readJSON(utf8(text), step: step, recordLimit: 100)
    #expect(outcome.records == ["{\"a\":1}", "{\"a\":3}"])
    #expect(
      outcome.rejects == [
        "2:1 L005 record-too-large the value has 416 bytes, limit 100; its bytes are not kept"
      ])
    #expect(outcome.raws == [[]])
    #expect(outcome.lines[1].hasSuffix(#""line":3,"byte":427}}"#))
  }

  @Test("what follows an array is kept up to the limit", arguments: [Int.max, 1, 1000])
  func longTrailingContent(_ step: Int) throws {
    let rest = String(repeating: "more ", count: 100)
    let text = utf8("[{\"a\":1}] " + rest)
    let whole = try readJSON(text, step: step, recordLimit: 500)
    #expect(whole.raws == [utf8(rest)])
    let cut = try readJSON(text, step: step, recordLimit: 499)
    #expect(cut.raws == [[]])
    #expect(
      cut.rejects == [
        "1:11 J002 syntax-error something follows the JSON value: 500 bytes, which are not kept"
      ])
  }

  @Test("a file of bad values alone does not pile up in one batch")
  func rejectionsAreHandedOn() throws {
    let text = utf8("[" + String(repeating: "1,", count: 5000) + "{}]")
    let outcome = try readJSON(text, batchSize: 10_000)
    #expect(outcome.findings.count == 5000)
    #expect(outcome.mostRejections <= 20)
  }

  @Test("a value of many lines takes linear time")
  func manyLines() throws {
    let text = utf8("[{\"a\":[\n" + String(repeating: "1,\n", count: 200_000) + "1]}]")
    var outcome = IngestOutcome()
    let time = try ContinuousClock().measure { outcome = try readJSON(text, step: 10_000) }
    #expect(time < .seconds(10))
    #expect(outcome.records.first?.utf8.count == 400_009)
  }

  @Test("an array that is one line of 50 MB is never held as a whole")
  func hugeLine() async {
    await #expect(processExitsWith: .success) {
      let file = TemporaryFile { write in
        write(utf8("["))
        let value = utf8(#"{"text":"\#(String(repeating: "some words ", count: 90))"},"#)
        let block = [[UInt8]](repeating: value, count: 100).flatMap { $0 }
        for _ in 0..<500 { write(block) }
        write(utf8("{}]"))
      }
      let before = residentPages()
      var peak = before
      var bytes = 0
      let emitter = BatchEmitter(recordLimit: 64 << 20) { batch in
        bytes += batch.text.count
        peak = max(peak, residentPages())
        return batch
      }
      try JSONSource([Input(path: file.path)]).read(into: emitter)
      precondition(bytes > 50_000_000, "not all was read")
      precondition(peak - before < 1024, "\(peak - before) pages for an array of small values")
    }
  }
}

/// Memory that the process holds just now, in pages of mostly 4 KiB; 0 where the system does not tell.
private func residentPages() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 100)
  guard fgets(&line, 100, file) != nil else { return 0 }
  let words = line.prefix { $0 != 0 }.split(separator: CChar(UInt8(ascii: " ")))
  return words.dropFirst().first.flatMap {
    Int(String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  } ?? 0
}
