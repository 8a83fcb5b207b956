import TamisCore
import TamisDedupe
import Testing

@Suite("Exact dedupe")
struct DedupeTests {
  private func dedupe(
    _ lines: [String], by fields: [FieldName] = [], jobs: Int = 1,
    batchSize: Int = BatchEmitter.defaultBatchSize
  ) throws -> StageOutcome {
    try run(
      utf8(lines.map { $0 + "\n" }.joined()), through: [ExactDedupeStage(by: fields)], jobs: jobs,
      batchSize: batchSize)
  }

  private func reject(_ line: Int, _ first: Int) -> String {
    "\(line) D001 exact-duplicate the same as record \(first)"
  }

  @Test("the first of equal records stays, and the others name it")
  func keepsFirst() throws {
    let outcome = try dedupe([
      #"{"id":1,"text":"a"}"#, #"{"id":2,"text":"a"}"#, #"{"id":1,"text":"a"}"#,
      #"{"id":2,"text":"a"}"#, #"{"id":1,"text":"a"}"#,
    ])
    #expect(outcome.lines == [#"{"id":1,"text":"a"}"#, #"{"id":2,"text":"a"}"#])
    #expect(outcome.rejects == [reject(3, 1), reject(4, 2), reject(5, 1)])
    #expect(outcome.summary.worst == .info)
    #expect(outcome.summary.isBalanced)
  }

  /// Pairs of records, and whether they say the same.
  static let pairs: [(String, String, isSame: Bool)] = [
    (#"{"a":"é"}"#, #"{"a":"\u00e9"}"#, true),
    (#"{"a":"x"}"#, #"{ "a" : "x" }"#, true),
    (#"{"a":"/\n"}"#, #"{"a":"\/\u000A"}"#, true),
    (#"{"a":"😀"}"#, #"{"a":"\ud83d\ude00"}"#, true),
    (#"{"a":1,"_origin":{"line":1}}"#, #"{"_origin":{"line":2},"a":1}"#, true),
    (#"{"a":1,"_split":"train"}"#, #"{"a":1}"#, true),
    ("{}", #"{"_origin":{}}"#, true),
    (#"{"a":1}"#, #"{"a":1.0}"#, false),
    (#"{"a":1}"#, #"{"a":"1"}"#, false),
    (#"{"a":null}"#, "{}", false),
    (#"{"a":null}"#, #"{"a":"null"}"#, false),
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, false),
    (#"{"a":"x","b":""}"#, #"{"a":"","b":"x"}"#, false),
    (#"{"a":"xb","c":""}"#, #"{"a":"x","bc":""}"#, false),
    (#"{"a":"é"}"#, #"{"a":"e\u0301"}"#, false),
    (#"{"a":"\ud83d"}"#, #"{"a":"\ude00"}"#, false),
    (#"{"a":"x"}"#, #"{"A":"x"}"#, false),
    (#"{"a":"x "}"#, #"{"a":"x"}"#, false),
  ]

  @Test("records are the same when their fields say the same", arguments: pairs)
  func sameness(_ one: String, _ other: String, _ isSame: Bool) throws {
    #expect(try dedupe([one, other]).lines.count == (isSame ? 1 : 2))
    #expect(try dedupe([other, one]).lines.count == (isSame ? 1 : 2))
  }

  @Test("by fields, only these count, and a record without any of them stays")
  func byFields() throws {
    let lines = [
      #"{"id":1,"text":"a","tag":"x"}"#, #"{"id":2,"tag":"x","text":"a"}"#,
      #"{"id":3,"text":"a","tag":"y"}"#, #"{"id":4}"#, #"{"id":4}"#, #"{"id":5,"tag":"a"}"#,
      #"{"id":6,"text":"\u0061"}"#, #"{"id":7,"text":["a"]}"#, #"{"id":8,"text":["a"]}"#,
    ]
    let byText = try dedupe(lines, by: ["text"])
    #expect(byText.rejects == [reject(2, 1), reject(3, 1), reject(7, 1), reject(9, 8)])
    let byBoth = try dedupe(lines, by: ["text", "tag"])
    #expect(byBoth.rejects == [reject(2, 1), reject(9, 8)])
  }

  @Test(
    "random records are told apart as a dictionary does, at any number of jobs and any batch size",
    arguments: [[], ["a"], ["b", "a"]])
  func random(_ names: [String]) throws {
    var random = TestRandom(for: "dedupe by \(names)")
    let values = [#""x""#, #""\u0078""#, #""y""#, #""""#, "1", "null", "[1]", #"{"x":1}"#]
    var lines: [String] = []
    var expected: [String] = []
    var seen: [[String]: Int] = [:]
    for number in 1...3000 {
      var fields: [(name: String, value: String)] = []
      for name in ["a", "b", "c"] where random.chance(60) {
        fields.append((name, random.pick(values)))
      }
      lines.append(
        "{" + fields.map { #""\#($0.name)":\#($0.value)"# }.joined(separator: ",") + "}")
      let asked = names.isEmpty ? ["a", "b", "c"] : names
      let key = asked.flatMap { name in
        fields.filter { $0.name == name }.flatMap {
          [$0.name, $0.value == #""\u0078""# ? #""x""# : $0.value]
        }
      }
      if key.isEmpty, !names.isEmpty { continue }
      if let first = seen[key] {
        expected.append(reject(number, first))
      } else {
        seen[key] = number
      }
    }
    let fields = names.map { FieldName($0) }
    let outcome = try dedupe(lines, by: fields)
    #expect(outcome.rejects == expected, "SEED=\(random.seed)")
    #expect(outcome.lines.count == lines.count - expected.count)
    for (jobs, batchSize) in [(1, 50), (2, 1000), (4, 50)] {
      #expect(
        try dedupe(lines, by: fields, jobs: jobs, batchSize: batchSize) == outcome,
        "\(jobs) jobs, batches of \(batchSize) bytes")
    }
  }

  @Test("the table of digests grows and forgets nothing")
  func growth() throws {
    // The table starts with 4,096 places and doubles when three quarters are taken.
    let count = 30_000
    let numbers = (0..<count) + (0..<count).reversed()
    let outcome = try dedupe(numbers.map { #"{"n":\#($0)}"# })
    #expect(outcome.lines.count == count)
    #expect(outcome.lines.last == #"{"n":29999}"#)
    #expect(outcome.rejects.count == count)
    #expect(outcome.rejects.first == reject(count + 1, count))
    #expect(outcome.rejects.last == reject(2 * count, 1))
  }

  @Test("what an earlier stage rejected is not counted, and no first of anything")
  func afterRejections() throws {
    let lines = [#"{"a":"x","drop":1}"#, #"{"a":"x"}"#, #"{"a":"x"}"#]
    let outcome = try run(
      utf8(lines.map { $0 + "\n" }.joined()), through: [DropStage(), ExactDedupeStage(by: ["a"])])
    #expect(outcome.lines == [lines[1]])
    #expect(outcome.rejects.last == reject(3, 1))
  }

  /// Rejects records with a field `drop`.
  private struct DropStage: Stage {
    let name = "drop"
    func makeKernel() -> any Kernel { DropKernel() }
  }

  private struct DropKernel: Kernel {
    mutating func process(_ batch: RecordBatch) {
      for record in batch.records where record["drop"] != nil {
        record.reject(.exactDuplicate, "dropped")
      }
    }
  }
}
