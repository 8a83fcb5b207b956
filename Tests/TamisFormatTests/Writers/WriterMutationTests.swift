import TamisCore
import Testing

@testable import TamisFormat

/// Records with something broken in them: whatever is written is one line of JSON, and nothing traps.
@Suite struct WriterMutationTests {
  /// SplitMix64: the same numbers for the same seed, everywhere.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Values that take the place of others: every type, and words that mean something elsewhere.
  private static let values = [
    "null", "true", "7", "-1e400", #""""#, #""user""#, #""assistant""#, #""tool""#, "[]", "{}",
    #"[{"type":"text","text":"t"}]"#, #"[{"type":"image_url","image_url":"gs://b/a.png"}]"#,
    #"[{"role":"user","content":[]}]"#, #""{\"a\":[1]}""#, #""\ud83d""#, #""\u2028""#,
  ]

  @Test("mutated records are written as JSON in one line, or refused", arguments: writtenTargets)
  func mutated(_ target: String) throws {
    let seed: UInt64 = 20_261_124
    var generator = Generator(state: seed)
    let bench = try WriterBench(target, drops: Set(Droppable.allCases))
    let document = JSONDocument()
    for line in WriterFixtureTests.input {
      for _ in 0..<6 {
        let record = mutate(line, &generator)
        guard let written = bench.format(record).record else { continue }
        let isObject = Array(written.utf8).withUnsafeBytes { bytes in
          (try? document.parse(bytes))?.kind == .object
        }
        #expect(isObject && !written.contains("\n"), "seed \(seed): \(record) became \(written)")
      }
    }
  }

  /// The record with one of its values replaced, or one of its bytes lost.
  private func mutate(_ line: String, _ generator: inout Generator) -> String {
    let bytes = Array(line.utf8)
    let document = JSONDocument()
    guard Int.random(in: 0..<8, using: &generator) > 0,
      (try? bytes.withUnsafeBytes { try document.parse($0) }) != nil
    else {
      var shorter = bytes
      shorter.remove(at: Int.random(in: 0..<bytes.count, using: &generator))
      return String(decoding: shorter, as: UTF8.self)
    }
    let nodes = (1..<document.nodeCount).filter { !document.node($0).isKey }
    guard let node = nodes.randomElement(using: &generator),
      let value = Self.values.randomElement(using: &generator)
    else { return line }
    let range = document.node(node).range
    return String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + value
      + String(decoding: bytes[range.upperBound...], as: UTF8.self)
  }
}
