import TamisClean
import TamisCore
import Testing

@Suite("Clean properties")
struct CleanPropertyTests {
  /// Text of what the repairs look for, what looks like it, and plain runs around the sizes of the
  /// kernels' blocks.
  private static func randomText(_ random: inout TestRandom) -> CodePoints {
    let special: CodePoints = [
      0x20, 0x20, 0x09, 0x0A, 0x0A, 0x0D, 0x0B, 0x00, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0xAD,
      0xBF, 0xC0, 0x300, 0x301, 0x323, 0x65, 0x41, 0xE9, 0x212B, 0x2028, 0xAC00, 0x1100, 0x1161,
      0x11A8, 0xD83D, 0xDE00, 0x1F600, 0x22, 0x5C, 0xFEFF, 0xFFFD, 0x10FFFF,
    ]
    return (0..<random.below(12)).flatMap { _ -> CodePoints in
      if random.chance(15) {
        return CodePoints(repeating: random.pick([0x61, 0x20, 0xE9]), count: random.below(40))
      }
      return [random.pick(special)]
    }
  }

  /// A record of a few texts, written with more or fewer escapes, and a number that nobody touches.
  private static func randomRecord(_ random: inout TestRandom) -> (
    line: String, texts: [CodePoints]
  ) {
    let texts = (0..<random.below(4)).map { _ in joined(randomText(&random)) }
    let escapes = random.below(3)
    var flips = random
    _ = random.next()
    let fields = texts.enumerated().map { index, text in
      let value = jsonString(text) { point in
        escapes == 2 || (escapes == 1 && point > 0x7E && flips.chance(50))
      }
      return "\"f\(index)\": \(value)"
    }
    return ("{" + (fields + ["\"n\":1.50"]).joined(separator: ", ") + "}", texts)
  }

  /// The text as a JSON reader sees it: two halves of a pair that meet are one character.
  private static func joined(_ text: CodePoints) -> CodePoints {
    text.reduce(into: []) { result, point in
      if let last = result.last, last & 0xFFFF_FC00 == 0xD800, point & 0xFFFF_FC00 == 0xDC00 {
        result[result.count - 1] = 0x10000 + (last & 0x3FF) << 10 + point & 0x3FF
      } else {
        result.append(point)
      }
    }
  }

  private static func options(without ignored: Set<String>) -> CleanOptions {
    CleanOptions(ignored: ignored.union(["too-short"]))
  }

  /// Repairs that are made, by their places in the reference's list.
  static let choices: [[Int]] = [[0], [1], [2], [3], [0, 1, 2, 3], [1, 3], []]

  @Test("random text is repaired as the plain repairs do", arguments: choices)
  func repairs(_ choice: [Int]) throws {
    var random = TestRandom(for: "clean, repairs \(choice)")
    let records = (0..<600).map { _ in Self.randomRecord(&random) }
    let repairs = choice.map { CleanReference.all[$0] }
    let ignored = Set(CleanReference.all.map(\.name)).subtracting(repairs.map(\.name))
    let stage = CleanStage(Self.options(without: ignored))
    let outcome = try run(utf8(records.map { $0.line + "\n" }.joined()), through: [stage])
    try #require(outcome.lines.count == records.count)
    var changes = [String: Int]()
    for (line, record) in zip(outcome.lines, records) {
      let shown = "\(record.line) SEED=\(random.seed)"
      let expected = record.texts.map { text in
        repairs.reduce(text) { text, repair in
          let mended = repair.repair(text)
          if mended != text { changes[repair.name, default: 0] += 1 }
          return mended
        }
      }
      if expected == record.texts {
        try #require(utf8(line) == utf8(record.line), "an untouched record changed: \(shown)")
      }
      let members = Array(try JSONDocument(utf8(line)).root.members)
      try #require(members.count == expected.count + 1, "\(shown)")
      for (member, text) in zip(members, expected) {
        try #require(codePoints(member.value) == Self.joined(text), "\(shown)")
      }
      #expect(line.hasSuffix("\"n\":1.50}"), "\(shown)")
    }
    for repair in stage.repairs {
      #expect(repair.fields == changes[repair.rule.name] ?? 0, "SEED=\(random.seed)")
    }
  }

  @Test("cleaning what is clean changes no byte")
  func idempotence() throws {
    var random = TestRandom(for: "clean, idempotence")
    let records = (0..<1500).map { _ in Self.randomRecord(&random).line + "\n" }
    let stage = { CleanStage(Self.options(without: [])) }
    let once = try run(utf8(records.joined()), through: [stage()])
    let second = stage()
    let twice = try run(once.text, through: [second])
    #expect(twice.text == once.text, "SEED=\(random.seed)")
    #expect(second.repairs.allSatisfy { $0.fields == 0 }, "SEED=\(random.seed)")
  }

  @Test("lengths are those of the cleaned text, in characters")
  func lengths() throws {
    var random = TestRandom(for: "clean, lengths")
    let records = (0..<600).map { _ in Self.randomRecord(&random) }
    for _ in 0..<8 {
      let minimum = random.below(20)
      let maximum = random.chance(50) ? minimum + random.below(30) : nil
      let stage = CleanStage(CleanOptions(minimumLength: minimum, maximumLength: maximum))
      let outcome = try run(utf8(records.map { $0.line + "\n" }.joined()), through: [stage])
      var expected: [String] = []
      for (index, record) in records.enumerated() where !record.texts.isEmpty {
        let length = record.texts.reduce(0) { sum, text in
          sum + CleanReference.all.reduce(text) { $1.repair($0) }.count
        }
        if length < minimum {
          expected.append(
            "\(index + 1) C010 too-short \(length) characters, at least \(minimum) are wanted")
        } else if let maximum, length > maximum {
          expected.append(
            "\(index + 1) C011 too-long \(length) characters, at most \(maximum) are wanted")
        }
      }
      #expect(outcome.rejects == expected, "SEED=\(random.seed)")
      #expect(outcome.summary.isBalanced)
    }
  }

  @Test("the number of jobs and the size of batches change nothing")
  func jobs() throws {
    var random = TestRandom(for: "clean, jobs")
    let text = utf8((0..<1000).map { _ in Self.randomRecord(&random).line + "\n" }.joined())
    let first = CleanStage(CleanOptions(minimumLength: 3))
    let expected = try run(text, through: [first])
    for (jobs, batchSize) in [(1, 100), (2, 1000), (4, 100)] {
      let stage = CleanStage(CleanOptions(minimumLength: 3))
      let outcome = try run(text, through: [stage], jobs: jobs, batchSize: batchSize)
      #expect(outcome == expected)
      #expect(stage.repairs.map(\.fields) == first.repairs.map(\.fields))
    }
  }
}
