import TamisCore
import TamisSplit
import Testing

@Suite("Split")
struct SplitTests {
  private static let usual = SplitRatios(train: 0.9, validation: 0.05, test: 0.05)

  private func split(
    _ lines: [String], _ ratios: SplitRatios? = usual, by fields: [FieldName] = [],
    seed: UInt64 = 0, jobs: Int = 1, batchSize: Int = BatchEmitter.defaultBatchSize
  ) throws -> StageOutcome {
    try run(
      utf8(lines.map { $0 + "\n" }.joined()),
      through: [SplitStage(#require(ratios), by: fields, seed: seed)], jobs: jobs,
      batchSize: batchSize)
  }

  /// The part that each line is marked with.
  private func parts(_ outcome: StageOutcome) throws -> [String] {
    try outcome.lines.map { try #require(JSONDocument(utf8($0)).root["_split"]?.string) }
  }

  private func numbered(_ range: Range<Int>) -> [String] {
    range.map { #"{"id":\#($0),"text":"text of record \#($0)"}"# }
  }

  @Test("a record keeps its bytes and gets its part at the end")
  func marks() throws {
    let lines = [#"{ "a" : 1.50 }"#, "{}", #"{"text":"\u00e9"}"#]
    let outcome = try split(lines, SplitRatios(train: 1))
    #expect(
      outcome.lines == [
        #"{ "a" : 1.50 ,"_split":"train"}"#, #"{"_split":"train"}"#,
        #"{"text":"\u00e9","_split":"train"}"#,
      ])
    #expect(outcome.summary.isBalanced)
  }

  @Test("a mark from before is replaced")
  func remarks() throws {
    let outcome = try split([#"{"_split":"elsewhere","a":1}"#], SplitRatios(train: 0, test: 1))
    #expect(outcome.lines == [#"{"_split":"test","a":1}"#])
  }

  @Test("adding records moves none of the others", arguments: [0, 1, 0xFFFF_FFFF_FFFF_FFFF])
  func stability(_ seed: UInt64) throws {
    let lines = numbered(0..<2000)
    let all = try parts(split(lines, seed: seed))
    var random = TestRandom(for: "split, stability")
    let some = lines.indices.filter { _ in random.chance(30) }
    let shuffled = some.shuffled(using: &random)
    let alone = try parts(split(shuffled.map { lines[$0] }, seed: seed))
    #expect(alone == shuffled.map { all[$0] }, "SEED=\(random.seed)")
  }

  @Test("jobs and batches change nothing")
  func jobs() throws {
    let lines = numbered(0..<2000)
    let outcome = try split(lines)
    for (jobs, batchSize) in [(1, 50), (2, 1000), (4, 50)] {
      #expect(try split(lines, jobs: jobs, batchSize: batchSize) == outcome)
    }
  }

  /// Computed with xxHash's own Python package: XXH3 (128 bits) of the fields, each as length, name,
  /// kind, length and value; XXH3 of that hash with the seed; the upper half as a number from 0 to 1.
  static let known: [(seed: UInt64, parts: String)] = [
    (0, "ttstvvttstssttttsssvstvststtsttsstttssvv"),
    (7, "vttsttvvvvtvstsssstttstvvttstsvsttvsstts"),
  ]

  @Test("the parts of known records are the same in all versions", arguments: known)
  func knownParts(_ seed: UInt64, _ expected: String) throws {
    let ratios = SplitRatios(train: 0.4, validation: 0.3, test: 0.3)
    let letters = ["train": "t", "validation": "v", "test": "s"]
    let parts = try parts(split(numbered(0..<40), ratios, seed: seed))
    #expect(parts.compactMap { letters[$0] }.joined() == expected)
  }

  @Test(
    "the shares are as asked for, up to chance",
    arguments: [
      (0.9, 0.05, 0.05), (0.5, 0.5, 0), (0.98, 0, 0.02), (0.1, 0.2, 0.7), (0, 0.5, 0.5),
    ])
  func shares(_ train: Double, _ validation: Double, _ test: Double) throws {
    let count = 10_000
    let ratios = SplitRatios(train: train, validation: validation, test: test)
    for seed in [0, 42] as [UInt64] {
      let parts = try parts(split(numbered(0..<count), ratios, seed: seed))
      for (name, share) in [("train", train), ("validation", validation), ("test", test)] {
        let found = parts.count { $0 == name }
        let expected = Double(count) * share
        let sigma = (expected * (1 - share)).squareRoot()
        #expect(abs(Double(found) - expected) <= 4 * sigma, "\(name): \(found), seed \(seed)")
      }
    }
  }

  @Test("another seed is another draw")
  func seeds() throws {
    let lines = numbered(0..<4000)
    let half = SplitRatios(train: 0.5, test: 0.5)
    let draws = try [0, 1, 2].map { try parts(split(lines, half, seed: $0)) }
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let same = zip(draws[one], draws[other]).count { $0 == $1 }
      // Independent draws agree half of the time; 4 sigma are 126.
      #expect(abs(same - 2000) < 127, "seeds \(one) and \(other)")
    }
  }

  @Test("equal records are in one part, wherever they come from")
  func equalRecords() throws {
    let half = SplitRatios(train: 0.5, test: 0.5)
    for number in 0..<50 {
      let outcome = try split(
        [
          #"{"id":\#(number),"text":"é"}"#,
          #"{"id":\#(number),"text":"\u00e9","_origin":{"file":"b","line":9,"byte":7}}"#,
          #"{"_origin":{"file":"a"},"id":\#(number), "text" : "é"}"#,
          #"{"id":\#(number),"text":"é","_split":"test"}"#,
        ], half)
      #expect(try Set(parts(outcome)).count == 1)
    }
  }

  @Test("by fields, only these decide; a record without them goes by all of its own")
  func byFields() throws {
    let half = SplitRatios(train: 0.5, test: 0.5)
    let lines = (0..<400).map { #"{"id":\#($0),"group":"\#($0 % 20)"}"# }
    let grouped = try parts(split(lines, half, by: ["group"]))
    for (index, part) in grouped.enumerated() { #expect(part == grouped[index % 20]) }
    #expect(Set(grouped).count == 2)
    let other = (0..<400).map { #"{"id":\#($0)}"# }
    #expect(try parts(split(other, half, by: ["group"])) == parts(split(other, half)))
  }

  @Test(
    "ratios that are not shares of one are refused",
    arguments: [
      (0.9, 0.05, 0.1), (0.5, 0, 0), (-0.1, 0.6, 0.5), (1.1, -0.1, 0), (.nan, 0.5, 0.5),
      (.infinity, 0, 0), (0, 0, 0), (1 - 1e-6, 0, 0),
    ])
  func refused(_ train: Double, _ validation: Double, _ test: Double) {
    #expect(SplitRatios(train: train, validation: validation, test: test) == nil)
  }

  @Test("a part of no share gets no record, not even at the ends")
  func parts() throws {
    let cases: [(Double, Double, Double, [SplitPart])] = [
      (1, 0, 0, [.train]), (0, 1, 0, [.validation]), (0, 0, 1, [.test]),
      (0.5, 0.5, 0, [.train, .validation]), (0.9, 0, 0.1, [.train, .test]),
      (0, 0.25, 0.75, [.validation, .test]), (0.1, 0.2, 0.7, [.train, .validation, .test]),
      (0.3, 0.7 - 1e-10, 0, [.train, .validation]),
    ]
    for (train, validation, test, parts) in cases {
      let ratios = try #require(SplitRatios(train: train, validation: validation, test: test))
      #expect(ratios.parts == parts)
      let outcome = try split(numbered(0..<300), ratios)
      #expect(try Set(self.parts(outcome)) == Set(parts.map(\.rawValue)))
    }
  }

  @Test("a folder gets a file for each part, without the marks, and nothing is lost")
  func folder() throws {
    let folder = TemporaryFolder()
    let lines = numbered(0..<500)
    let ratios = try #require(Self.usual)
    let parts = try parts(split(lines))
    for jobs in [1, 3] {
      let target = folder("out\(jobs)")
      let sink = try JSONLinesSink(
        to: .folder(target), parts: ratios.parts.map(\.rawValue))
      let summary = try Pipeline(
        source: MemorySource(text: utf8(lines.map { $0 + "\n" }.joined())),
        stages: [SplitStage(ratios)], sink: sink, jobs: jobs, batchSize: 1000
      ).run()
      #expect(summary.isBalanced)
      for part in SplitPart.allCases {
        let expected = zip(lines, parts).filter { $1 == part.rawValue }.map { $0.0 + "\n" }
        #expect(fileBytes("\(target)/\(part.rawValue).jsonl") == utf8(expected.joined()))
        #expect(
          sink.files.first { $0.path == "\(target)/\(part.rawValue).jsonl" }?.records
            == expected.count)
      }
    }
  }

  @Test("a part that was asked for is there even when no record falls into it")
  func emptyPart() throws {
    let folder = TemporaryFolder()
    let ratios = try #require(SplitRatios(train: 1 - 1e-12, test: 1e-12))
    let sink = try JSONLinesSink(to: .folder(folder.path), parts: ratios.parts.map(\.rawValue))
    _ = try Pipeline(
      source: MemorySource(text: utf8("{}\n")), stages: [SplitStage(ratios)], sink: sink
    ).run()
    #expect(folder.names == ["test.jsonl", "train.jsonl"])
    #expect(folder.read("test.jsonl") == [])
    #expect(folder.read("train.jsonl") == utf8("{}\n"))
  }
}
