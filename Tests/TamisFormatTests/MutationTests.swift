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

/// Hostile input is data: whatever the bytes are, there are findings with a place, and no crash.
@Suite struct MutationTests {
  /// SplitMix64, https://prng.di.unimi.it/splitmix64.c
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Pieces that make JSON interesting.
  static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "\r", "null", "0", "\\ud83d", "\\u0000", "<|",
      "\"messages\":", "\"role\":\"assistant\"", "\"tool_calls\":", "\"content\":[", "Ã©",
      "\u{2028}",
      "data:image/png;base64,", "\u{FFFD}", "\"weight\":0", "\"arguments\":",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xEF, 0xBB, 0xBF], [0xC3], [0xE2, 0x80]]

  static func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      let length = min(Int.random(in: 0...9, using: &random), bytes.count - at)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.removeSubrange(at..<at + length)
      case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
      case 2:
        bytes.replaceSubrange(at..<at + length, with: pieces.randomElement(using: &random) ?? [])
      default: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
      }
    }
  }

  @Test("mutated fixtures of all targets give findings inside of the file")
  func mutated() throws {
    let seed = getenv("TAMIS_SEED").flatMap { UInt64(String(cString: $0)) } ?? 20_261_123
    let rounds = getenv("TAMIS_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 10
    print("seed \(seed), \(rounds) rounds; TAMIS_SEED and TAMIS_ROUNDS change them")
    var random = Random(state: seed)
    let openAI = (TargetFixtureTests.files("invalid") + TargetFixtureTests.files("valid"))
      .map { TargetsFixtureTests.Fixture(target: "openai-chat", file: $0) }
    try mutate(openAI, rounds, &random)
    try mutate(TargetsFixtureTests.fixtures, max(rounds / 4, 1), &random)
  }

  private func mutate(
    _ fixtures: [TargetsFixtureTests.Fixture], _ rounds: Int, _ random: inout Random
  ) throws {
    for fixture in fixtures {
      let validator = Validator(target: try Target.named(fixture.target))
      let original = try #require(contents(of: fixture.path))
      for _ in 0..<rounds {
        var bytes = original
        Self.mutate(&bytes, &random)
        let lines = bytes.count { $0 == 0x0A } + 1
        for finding in validator.findings(inBytes: bytes, path: fixture.name) {
          let place = finding.location
          let isInside =
            (place.line.map { 1...lines ~= $0 } ?? true)
            && (place.byteOffset.map { 0...bytes.count * 2 ~= $0 } ?? true)
            && (place.record.map { 0..<lines ~= $0 } ?? true)
            && (finding.evidence.map { $0.highlight.upperBound <= $0.excerpt.count } ?? true)
          #expect(isInside, "\(fixture.testDescription): \(finding)")
        }
      }
    }
  }

  @Test("mutated records are formatted or rejected, none is lost")
  func formatted() throws {
    let seed: UInt64 = 7
    print("seed \(seed)")
    var random = Random(state: seed)
    let stage = try FormatStage(target: try Target.named("openai-chat"), system: "S")
    for file in TargetFixtureTests.files("invalid") {
      var bytes = try #require(contents(of: fixture("targets/openai-chat/\(file)")))
      Self.mutate(&bytes, &random)
      let batch = RecordBatch()
      batch.text.append(bytes)
      var kernel = stage.makeKernel()
      batch.index()
      let count = batch.count
      let broken = batch.rejections.count
      kernel.process(batch)
      #expect(batch.liveCount + batch.rejections.count - broken == count)
      for record in batch.records {
        var line = ByteBuffer()
        record.write(to: &line)
        #expect(throws: Never.self) { try JSONDocument(line.array) }
      }
    }
  }
}
