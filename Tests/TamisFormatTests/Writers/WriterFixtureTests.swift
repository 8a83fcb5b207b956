import TamisCore
import Testing

@testable import TamisFormat

/// The targets whose records are written: batch requests need a model that no record names.
let writtenTargets = Target.names.filter { $0 != "openai-batch" }

@Suite struct WriterFixtureTests {
  static var input: [String] {
    let bytes = contents(of: fixture("writers/input.jsonl")) ?? []
    return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "every target writes what its fixture says, or refuses with the reason",
    arguments: writtenTargets)
  func expected(_ target: String) throws {
    let lines = try WriterBench(target).format(Self.input).map(\.line)
    let path = fixture("writers/\(target).expected")
    if updatesGoldenFiles {
      write(lines.joined(separator: "\n") + "\n", to: path)
      return
    }
    let expected = String(decoding: contents(of: path) ?? [], as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines.count == expected.count)
    for (number, pair) in zip(lines, expected).enumerated() where pair.0 != pair.1 {
      Issue.record("record \(number + 1): \(pair.0) instead of \(pair.1)")
    }
  }

  @Test("every record that is written is one line of JSON", arguments: writtenTargets)
  func json(_ target: String) throws {
    let document = JSONDocument()
    var written = 0
    for outcome in try WriterBench(target).format(Self.input) {
      guard let record = outcome.record else { continue }
      written += 1
      #expect(!record.utf8.contains { $0 == 0x0A || $0 == 0x0D })
      let isObject = Array(record.utf8).withUnsafeBytes { bytes in
        (try? document.parse(bytes))?.kind == .object
      }
      #expect(isObject, "\(record)")
    }
    #expect(written > 0, "no record of the fixture can be said to \(target)")
  }

  @Test("what was written is written again byte for byte", arguments: writtenTargets)
  func idempotent(_ target: String) throws {
    let bench = try WriterBench(target)
    for outcome in bench.format(Self.input) {
      guard let record = outcome.record else { continue }
      let again = bench.format(record)
      if again == .written(record) { continue }
      Issue.record("\(record) becomes \(again.line)")
    }
  }

  @Test(
    "what was written means what was read",
    arguments: writtenTargets)
  func meaning(_ target: String) throws {
    for (line, outcome) in zip(Self.input, try WriterBench(target).format(Self.input)) {
      guard let record = outcome.record else { continue }
      // Gemini's results are objects: text stands under 'output' there, and is read as an object.
      if target == "vertex", line.contains(#""role":"tool""#) || line.contains("function_call") {
        continue
      }
      let (before, after) = (ExampleMeaning.of(line), ExampleMeaning.of(record))
      if before == after { continue }
      Issue.record("\(record)\nmeans \(after ?? "nothing")\ninstead of \(before ?? "nothing")")
    }
  }

  @Test("batch requests are not written, and the error says what is")
  func batch() throws {
    let error = #expect(throws: UnknownName.self) {
      try FormatStage(target: try Target.named("openai-batch"))
    }
    #expect(error?.known.contains("openai-chat") == true)
  }
}
