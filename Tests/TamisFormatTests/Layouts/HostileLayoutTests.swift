import TamisCore
import TamisFormat
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// https://prng.di.unimi.it/splitmix64.c
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Whatever a record holds, reading it ends in an example or in a failure of one line.
@Suite struct HostileLayoutTests {
  /// A value of each type, and some that are trouble.
  static let values: [String] = [
    "null", "true", "-1.5e3", "1e999", #""""#, #""\ud83d\u0000""#, "[]", "[null]", "[[[]]]", "{}",
    #"{"role":{}}"#, #"[{"role":"user","content":[{}]}]"#,
  ]

  /// Reads `json` as what it is recognised as, and as `layout`; gives what was wrong with that.
  static func trouble(_ json: [UInt8], as layout: String, _ probe: inout LayoutProbe) -> String? {
    _ = probe.dump(json)
    guard case .success = probe.recognized(json) else { return nil }
    let dump = probe.read(as: layout)
    if dump.contains("layout ") { return nil }
    return dump.contains(" — ") && !dump.contains("\n") ? nil : dump
  }

  @Test("each value of a record may be of any type", arguments: LayoutFixtureTests.files)
  func everyTypeAtEveryPlace(_ file: String) throws {
    var probe = LayoutProbe()
    let name = String(file.dropLast(6))
    let layout = name == "undecided" ? "openai-chat" : name
    for line in LayoutFixtureTests.lines(file) {
      let document = try JSONDocument(line)
      for node in 1..<document.nodeCount {
        let range = document.node(node).range
        let values = document.node(node).isKey ? [#""role""#, #""type""#, #""x""#] : Self.values
        for value in values {
          let json = Array(line[..<range.lowerBound]) + value.utf8 + line[range.upperBound...]
          let trouble = Self.trouble(json, as: layout, &probe)
          #expect(trouble == nil, "\(String(decoding: json, as: UTF8.self))")
        }
      }
    }
  }

  @Test("records with values of other records in them are read without harm")
  func spliced() throws {
    let seed = getenv("TAMIS_SEED").flatMap { UInt64(String(cString: $0)) } ?? 20_261_124
    print("seed \(seed); TAMIS_SEED changes it")
    var random = SplitMix64(state: seed)
    var probe = LayoutProbe()
    let lines = LayoutFixtureTests.files.flatMap { LayoutFixtureTests.lines($0) }
    let documents = try lines.map { try JSONDocument($0) }
    for _ in 0..<4000 {
      var json = lines[Int.random(in: 0..<lines.count, using: &random)]
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard let target = try? JSONDocument(json), target.nodeCount > 1 else { break }
        let node = target.node(Int.random(in: 1..<target.nodeCount, using: &random))
        let source = documents[Int.random(in: 0..<documents.count, using: &random)]
        let other = source.node(Int.random(in: 0..<source.nodeCount, using: &random))
        guard !node.isKey || other.kind == .string else { continue }
        json.replaceSubrange(node.range, with: source.bytes(other.range))
      }
      let layout = Layouts.all[Int.random(in: 0..<Layouts.all.count, using: &random)].name
      let trouble = Self.trouble(json, as: layout, &probe)
      #expect(trouble == nil, "\(layout): \(String(decoding: json, as: UTF8.self))")
    }
  }

  @Test("each record is read by each layout without harm")
  func everyLayout() {
    var probe = LayoutProbe()
    for file in LayoutFixtureTests.files {
      for line in LayoutFixtureTests.lines(file) {
        for layout in Layouts.all {
          let trouble = Self.trouble(line, as: layout.name, &probe)
          #expect(trouble == nil, "\(layout.name): \(String(decoding: line, as: UTF8.self))")
        }
      }
    }
  }

  @Test("ten thousand messages, and as many of each kind of part, are read")
  func manyMessages() {
    var probe = LayoutProbe()
    let turn = #"{"role":"user","content":"Q"},{"role":"assistant","content":"A"}"#
    let turns = Array(repeating: turn, count: 5000).joined(separator: ",")
    let dump = probe.dump(Array(#"{"messages":[\#(turns)]}"#.utf8))
    #expect(dump.split(separator: "\n").count == 20003)
    let part = Array(repeating: #"{"type":"text","text":"x"}"#, count: 10000)
    let parts = #"{"role":"user","content":[\#(part.joined(separator: ","))]}"#
    let lines = probe.dump(Array(#"{"messages":[\#(parts)]}"#.utf8)).split(separator: "\n")
    #expect(lines.count == 10004)
    let marks = String(repeating: "<image>", count: 10000)
    let images = Array(repeating: #""a""#, count: 10000).joined(separator: ",")
    let record = #"{"messages":[{"role":"user","content":"\#(marks)"}],"images":[\#(images)]}"#
    #expect(probe.dump(Array(record.utf8)).split(separator: "\n").count == 10003)
  }

  @Test("a schema of a megabyte is a fragment like any other")
  func largeSchema() {
    var probe = LayoutProbe()
    let property = (0..<24000).map { #""p\#($0)":{"type":"string","description":"d"}"# }
    let schema = #"{"type":"object","properties":{\#(property.joined(separator: ","))}}"#
    #expect(schema.utf8.count > 1_000_000)
    let tool = #"{"type":"function","function":{"name":"f","parameters":\#(schema)}}"#
    let turns = #"{"role":"user","content":"Q"},{"role":"assistant","content":"A"}"#
    let dump = probe.dump(Array(#"{"messages":[\#(turns)],"tools":[\#(tool)]}"#.utf8))
    #expect(dump.contains("(\(schema.utf8.count) bytes)"))
  }

  @Test("nesting is bounded, wherever it is", arguments: [500, 1000, 5000])
  func deep(_ depth: Int) {
    var probe = LayoutProbe()
    let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let blocks =
      String(repeating: #"[{"type":"tool_result","content":"#, count: depth / 2) + "1"
      + String(repeating: "}]", count: depth / 2)
    let replies =
      String(repeating: #"{"role":"prompter","text":"a","replies":["#, count: depth / 2)
      + String(repeating: "]}", count: depth / 2)
    let records = [
      #"{"messages":\#(arrays)}"#, #"{"messages":[{"role":"user","content":\#(arrays)}]}"#,
      #"{"messages":[{"role":"user","content":\#(blocks)}]}"#, #"{"prompt":\#(replies)}"#,
      #"{"prompt":"a","chosen":\#(arrays),"rejected":"b"}"#, #"{"x":\#(arrays),"text":"a"}"#,
    ]
    for record in records {
      _ = probe.dump(Array(record.utf8))
      for layout in Layouts.all { _ = Self.trouble(Array(record.utf8), as: layout.name, &probe) }
    }
  }

  @Test("strings that hold JSON may hold anything")
  func stringsOfJSON() {
    var probe = LayoutProbe()
    let texts = [
      "", " ", "7", "null", "[]", "[7]", "{", #"{\"name\":7}"#,
      #"[{\"name\":\"f\",\"arguments\":[]}]"#,
    ]
    for text in texts {
      let call = #"{"from":"function_call","value":"\#(text)"}"#
      let calls = #"{"conversations":[\#(call)],"tools":"\#(text)"}"#
      let trouble = Self.trouble(Array(calls.utf8), as: "sharegpt", &probe)
      #expect(trouble == nil, "\(text)")
    }
  }

  @Test(
    "a file of a peer's one-defect probes is recognised by its good first record",
    .enabled(if: sharedFolder != nil))
  func probes() throws {
    let folder = "\(try #require(sharedFolder))/data/finetune/probes"
    let special = [
      "empty_file": "", "only_newline": "", "bom": "broken", "utf16": "broken",
      "json_array": "broken", "pretty_json": "broken", "lone_cr_seps": "broken",
      "pc_capital": "undecided",
    ]
    let probe = LayoutProbe()
    for file in names(in: folder) where file.hasSuffix(".jsonl") {
      let name = String(file.dropLast(6))
      let bytes = try #require(contents(of: "\(folder)/\(file)"))
      let expected =
        special[name] ?? Self.families.first { name.hasPrefix($0.prefix) }?.layout ?? "openai-chat"
      guard let line = bytes.split(separator: 0x0A).first, !expected.isEmpty else { continue }
      switch probe.recognized(Array(line)) {
      case .success(let layout): #expect(layout == expected, "\(file)")
      case .failure(let failure):
        let word = failure.rule.code == "S007" ? "undecided" : "broken"
        #expect(word == expected, "\(file): \(failure.message)")
      }
    }
  }

  private static let families: [(prefix: String, layout: String)] = [
    ("nova_", "converse"), ("claude_", "anthropic"), ("dpo_", "openai-dpo"),
    ("pc_", "prompt-completion"), ("text_", "text"),
  ]
}
