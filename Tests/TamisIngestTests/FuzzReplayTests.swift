import TamisCore
import Testing

@Suite("Fuzz replay")
struct FuzzReplayTests {
  /// An input in `Fixtures/fuzz` that was once read wrongly, or is a good start for looking.
  struct Input: CustomTestStringConvertible {
    let target: String
    let name: String
    var testDescription: String { "\(target)/\(name)" }

    static let all = FuzzChecks.all.flatMap { target in
      fileNames(in: fixture("fuzz/" + target.name), endingIn: "").filter { !$0.hasPrefix(".") }
        .map { Input(target: target.name, name: $0) }
    }
  }

  @Test("what must hold of any bytes holds of those that once were trouble", arguments: Input.all)
  func holds(_ input: Input) throws {
    let check = try #require(FuzzChecks.all.first { $0.name == input.target }?.check)
    #expect(check(fileBytes(fixture("fuzz/\(input.target)/\(input.name)"))) == nil)
  }

  @Test("every target has inputs", arguments: FuzzChecks.all.map(\.name))
  func targets(_ name: String) {
    #expect(Input.all.contains { $0.target == name })
  }

  @Test(
    "random bytes, and random changes to good inputs, hold too",
    arguments: FuzzChecks.all.map(\.name))
  func random(_ name: String) throws {
    var random = TestRandom(for: "fuzz \(name)")
    let check = try #require(FuzzChecks.all.first { $0.name == name }?.check)
    let seeds = Input.all.filter { $0.target == name }.map {
      fileBytes(fixture("fuzz/\(name)/\($0.name)"))
    }.filter { $0.count < 1000 }
    for _ in 0..<200 {
      var input = random.pick(seeds)
      for _ in 0..<random.below(5) {
        let place = random.below(input.count + 1)
        switch random.below(3) {
        case 0: input.insert(UInt8(random.below(256)), at: place)
        case 1 where place < input.count: input.remove(at: place)
        default: if place < input.count { input[place] ^= UInt8(1 << random.below(8)) }
        }
      }
      #expect(check(input) == nil, "\(input) SEED=\(random.seed)")
    }
  }
}
