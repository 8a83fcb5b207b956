import TamisCore
import Testing

@testable import TamisFormat

/// Any bytes may come in.
@Suite struct HostileFixTests {
  @Test("mutilated files are mended without a crash, once and for all, and cut anywhere")
  func mutations() throws {
    let seed = UInt64.random(in: 0...(.max))
    print("HostileFixTests.mutations seed \(seed)")
    var random = SplitMix(state: seed)
    let samples = FixFixtures.all.filter { $0.bytes.count < 3000 }.map { ($0.target, $0.bytes) }
    for _ in 0..<150 {
      var (target, bytes) = samples[Int(random.next() % UInt64(samples.count))]
      for _ in 0..<Int(1 + random.next() % 4) { random.mutate(&bytes) }
      let unsafe = random.next() % 2 == 0
      guard let once = try? FixFixtures.fix(bytes, for: target, unsafe: unsafe) else { continue }
      let twice = try FixFixtures.fix(once.bytes, for: target, unsafe: unsafe)
      #expect(twice.bytes == once.bytes, "seed \(seed), \(target), \(bytes)")
      let cut = try FixFixtures.fix(bytes, for: target, unsafe: unsafe, blockSize: 13)
      #expect(cut.bytes == once.bytes, "seed \(seed), \(target), \(bytes)")
    }
  }

  @Test("a record of thousands of messages is mended in linear time")
  func longRecord() throws {
    let pair = #"{"role":"user","content":"a"},{"role":"assistant","content":"b"},"#
    let text =
      #"{"messages":["# + String(repeating: pair, count: 5000)
      + #"{"role":"human","content":"a"},{"role":"assistant","content":"b"}]}"# + "\n"
    let clock = ContinuousClock()
    let time = try clock.measure {
      let outcome = try FixFixtures.fix(Array(text.utf8), for: "openai-chat", unsafe: true)
      #expect(outcome.report.total == 1)
    }
    #expect(time < .seconds(5))
  }

  @Test("thousands of mistakes in one record are mended, once and for all")
  func manyMistakes() throws {
    let pair = #"{"from":"human","value":"a","x":1},{"from":"gpt","value":"b","x":[]},"#
    let text =
      #"{"messages":["# + String(repeating: pair, count: 1000)
      + #"{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"# + "\n"
    let once = try FixFixtures.fix(Array(text.utf8), for: "openai-chat", unsafe: true)
    #expect(once.report.total >= 6000)
    #expect(!String(decoding: once.bytes, as: UTF8.self).contains("from"))
    let twice = try FixFixtures.fix(once.bytes, for: "openai-chat", unsafe: true)
    #expect(twice.bytes == once.bytes)
  }

  @Test("a line that is longer than a record may be is passed on")
  func longLine() throws {
    let good = #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#
    let long = #"{"messages":[{"role":"human","content":""# + String(repeating: "x", count: 5000)
    let text = Array((good + "\n" + long + "\n" + good + "\r\n").utf8)
    let fixer = FileFixer(try FixFixtures.validator("openai-chat"), recordLimit: 1000)
    var output: [UInt8] = []
    _ = try fixer.fix(MemoryReader(text), path: "-") { output += $0.new }
    #expect(output == Array((good + "\n" + long + "\n" + good + "\n").utf8))
  }
}

/// A small generator whose seed is printed: https://prng.di.unimi.it/splitmix64.c.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Changes, adds or takes out a few bytes.
  mutating func mutate(_ bytes: inout [UInt8]) {
    let words = [
      "\n", "\r", "{", "}", "[", "]", ",", "\"", "\\", "\\ud83d", "\u{2028}", "null", "\0", "é",
    ]
    let place = Int(next() % UInt64(bytes.count + 1))
    switch next() % 4 {
    case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
    case 1:
      bytes.insert(contentsOf: Array(words[Int(next() % UInt64(words.count))].utf8), at: place)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int(next() % 40)))
    default:
      let end = min(bytes.count, place + Int(next() % 60))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int(next() % UInt64(bytes.count + 1)))
    }
  }
}
