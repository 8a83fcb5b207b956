import TamisCore
import TamisIngest
import Testing

@Suite("JSON properties")
struct JSONPropertyTests {
  @Test("random objects come out on one line each, as they were written", arguments: [true, false])
  func random(isArray: Bool) throws {
    var json = RandomJSON(random: TestRandom(for: "JSON, random objects"))
    for _ in 0..<200 {
      var text: [UInt8] = isArray ? utf8("[") : [0x1E]
      var expected: [String] = []
      for index in 0..<json.random.below(6) {
        if index > 0 { text += isArray ? utf8(",") : [] }
        text += json.space()
        let object = json.object()
        let line = text.count { $0 == 0x0A } + 1
        let head = String(decoding: onOneLine(object).dropLast(), as: UTF8.self)
        let comma = object.dropFirst().contains { $0 > 0x20 && $0 != UInt8(ascii: "}") } ? "," : ""
        expected.append(
          head + comma + #""_origin":{"file":"t.json","line":\#(line),"byte":\#(text.count)}}"#)
        text += object + json.space()
      }
      text += isArray ? utf8("]") : []
      let shown = "\(String(decoding: text, as: UTF8.self)) SEED=\(json.random.seed)"
      let outcome = try readJSON(text)
      try #require(outcome.lines == expected, "\(shown)")
      try #require(outcome.findings.isEmpty, "\(shown)")
      for step in [1, 2, 7, 64] {
        let pieces = try readJSON(text, step: step, batchSize: json.random.pick([1, 100, 10_000]))
        try #require(pieces.isSame(as: outcome), "step \(step): \(shown)")
      }
    }
  }

  @Test("damaged text is read alike in pieces of any size, and what is let through is JSON")
  func damaged() throws {
    var json = RandomJSON(random: TestRandom(for: "JSON, damaged"))
    let damage = utf8("{}[],:\"\\\n 1a") + [0, 0xFF, 0x1E]
    for _ in 0..<400 {
      var text = json.random.chance(70) ? utf8("[") : [0x1E]
      for _ in 0..<json.random.below(5) { text += json.object() + utf8(",") + json.space() }
      text += utf8("{}]")
      for _ in 0..<json.random.below(4) {
        let place = 1 + json.random.below(text.count - 1)
        switch json.random.below(3) {
        case 0: text[place] = json.random.pick(damage)
        case 1: text.insert(json.random.pick(damage), at: place)
        default: text.remove(at: place)
        }
      }
      let limit = json.random.pick([10, 50, 1000])
      let whole = try readJSON(text, recordLimit: limit)
      let shown = "\(String(decoding: text, as: UTF8.self)) SEED=\(json.random.seed)"
      for step in [1, 2, 3, 7, 64] {
        let pieces = try readJSON(text, step: step, recordLimit: limit)
        try #require(pieces.isSame(as: whole), "step \(step), limit \(limit): \(shown)")
      }
      for line in whole.lines {
        let record = try JSONDocument(utf8(line)).root
        let byte = try #require(record["_origin"]?["byte"]?.integer, "\(shown)")
        #expect(text[byte] == UInt8(ascii: "{"), "\(shown)")
      }
      for (finding, raw) in zip(whole.findings, whole.raws) {
        let place = try #require(finding.location.byteOffset)
        let before = text[..<place]
        #expect(finding.location.line == before.count { $0 == 0x0A } + 1, "\(shown)")
        #expect(
          finding.location.column == place - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1,
          "\(shown)")
        #expect(raw.isEmpty || !text.ranges(of: raw).isEmpty, "\(shown)")
      }
    }
  }
}
