import TamisClean
import TamisCore
import TamisDedupe
import TamisSplit
import Testing

@Suite("Stages in a row")
struct StageChainTests {
  @Test("clean, dedupe and split give the same at any number of jobs, and nothing is lost")
  func jobs() throws {
    var random = TestRandom(for: "stages in a row")
    let texts = ["same", " same ", "sa\\u0000me", "other", "", " \\n", "caf\\u00e9", "cafe\\u0301"]
    let lines = (0..<3000).map { number in
      random.chance(5)
        ? random.pick(["not json", "[1]", "", #"{"text":"cut"#])
        : #"{"text":"\#(random.pick(texts))","n":\#(random.below(30)),"#
          + #""_origin":{"file":"x","line":\#(number)}}"#
    }
    let text = utf8(lines.map { $0 + "\n" }.joined())
    let ratios = try #require(SplitRatios(train: 0.7, validation: 0.2, test: 0.1))
    func stages() -> [any Stage] { [CleanStage(), ExactDedupeStage(), SplitStage(ratios)] }
    func sorted(_ outcome: StageOutcome) -> StageOutcome {
      // A batch tells of its rejections stage by stage.
      var outcome = outcome
      outcome.rejects.sort()
      return outcome
    }
    let alone = sorted(try run(text, through: stages()))
    #expect(alone.summary.isBalanced)
    #expect(alone.lines.count == alone.summary.written)
    // "same", "other" and "café", each with 30 numbers.
    #expect(alone.lines.count <= 90)
    for (jobs, batchSize) in [(1, 100), (2, 300), (4, 100), (4, 1 << 20)] {
      let outcome = try run(text, through: stages(), jobs: jobs, batchSize: batchSize)
      #expect(sorted(outcome) == alone, "\(jobs) jobs, SEED=\(random.seed)")
    }
  }

  @Test("the same in one process and through pipes between the stages")
  func pipes() throws {
    let texts = ["a", " a", "b\\r\\nc", "b\\nc", "\\u0000"]
    let lines = (0..<500).map { #"{"text":"\#(texts[$0 % 5])","n":\#($0 % 7)}"# }
    let ratios = try #require(SplitRatios(train: 0.5, test: 0.5))
    let text = utf8(lines.map { $0 + "\n" }.joined())
    let together = try run(
      text, through: [CleanStage(), ExactDedupeStage(), SplitStage(ratios)])
    var piped = text
    for stage in [CleanStage(), ExactDedupeStage(), SplitStage(ratios)] as [any Stage] {
      piped = try run(piped, through: [stage]).text
    }
    #expect(piped == together.text)
  }
}
