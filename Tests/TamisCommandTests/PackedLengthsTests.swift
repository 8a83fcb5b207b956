import Tamis
import Testing

struct PackedLengthsTests {
  /// Best fit decreasing as it is defined: the longest first, each into the fullest row that has room.
  private static func reference(_ lengths: [Int], _ rowLength: Int) -> Int {
    var spaces: [Int] = []
    for length in lengths.map({ min($0, rowLength) }).sorted(by: >) where length > 0 {
      let fitting = spaces.indices.filter { spaces[$0] >= length }
      if let best = fitting.min(by: { spaces[$0] < spaces[$1] }) {
        spaces[best] -= length
      } else {
        spaces.append(rowLength - length)
      }
    }
    return spaces.count
  }

  @Test("rows are those of the definition, for lengths of all kinds")
  func bestFit() {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    for round in 0..<60 {
      let rowLength = 1 + random(200)
      let lengths = (0..<random(80)).map { _ in random(rowLength * 5 / 4 + 2) }
      let packed = PackedLengths(lengths.map { ($0, 1) }, rowLength: rowLength)
      #expect(
        packed.packs == Self.reference(lengths, rowLength),
        "round \(round): rows of \(rowLength), \(lengths)")
      #expect(packed.truncated == lengths.reduce(0) { $0 + max(0, $1 - rowLength) })
      #expect(packed.kept + packed.truncated == lengths.reduce(0, +))
    }
  }

  @Test("counts of a length are that many examples")
  func counts() {
    let packed = PackedLengths([(3, 4), (2, 2)], rowLength: 5)
    #expect(packed.examples == 6)
    #expect(packed.packs == 4)
    #expect(packed.paddedTokens == 30)
    #expect(packed.packedTokens == 20)
    #expect(packed.kept == 16)
  }

  @Test("OpenAI's epochs are those of its notebook")
  func epochs() {
    let formula = CostFormula(target: "openai-chat")
    #expect(
      [1, 4, 20, 40, 9000, 30_000].map { formula.epochs(examples: $0) } == [25, 25, 5, 3, 2, 1])
    #expect(CostFormula(target: "together-chat").epochs(examples: 5) == 1)
    #expect(!formula.source.isEmpty && !formula.checked.isEmpty)
  }
}
