import TamisCore
import Testing

/// What comes out of a source, whatever the sizes of blocks and batches.
@Suite struct JSONLinesSourceTests {
  private struct Outcome: Equatable {
    var records: [String] = []
    var rejected: [String] = []
    var blank: [Int] = []
    var text: [UInt8] = []
  }

  /// Reads `files` and notes everything with its place.
  private func read(
    _ files: [[UInt8]], step: Int = .max, batchSize: Int = 256 << 10, recordLimit: Int = 1 << 20
  ) throws -> Outcome {
    var outcome = Outcome()
    var sequence = 0
    let emitter = BatchEmitter(batchSize: batchSize, recordLimit: recordLimit) { batch in
      #expect(batch.sequence == sequence)
      sequence += 1
      outcome.text += batch.text.array
      batch.index()
      outcome.records += batch.records.map {
        "\(batch.file):\($0.line) @\($0.byteOffset) \(shown($0.original))"
      }
      outcome.rejected += batch.rejections.map { rejection in
        let place = rejection.finding.location
        let line =
          "\(place.file):\(place.line ?? 0):\(place.column ?? 0) @\(place.byteOffset ?? -1)"
        return "\(line) \(rejection.finding.rule) \(rejection.finding.message)"
      }
      outcome.blank += batch.blankLines
      return RecordBatch()
    }
    for (number, bytes) in files.enumerated() {
      try JSONLinesSource.read(
        MemoryReader(bytes, step: step), file: "f\(number)", into: emitter)
    }
    return outcome
  }

  private static let sizes = [1, 2, 3, 5, 16, 100, 4096, 256 << 10]

  @Test("any size of batch and any way of coming give the same records and places")
  func sizes() throws {
    var json = RandomJSON(random: TestRandom(for: "JSON Lines"))
    for _ in 0..<12 {
      let files = (0..<3).map { _ in
        (0..<json.random.below(12)).flatMap { _ -> [UInt8] in
          let line = json.random.chance(20) ? [0x7B, 0xFF, 0x7D] : json.object(1).text
          return (json.random.chance(20) ? [] : line)
            + (json.random.chance(20) ? [0x0D, 0x0A] : [0x0A])
        } + (json.random.chance(50) ? utf8("{\"last\":1}") : [])
      }
      let expected = try read(files)
      for (file, bytes) in files.enumerated() {
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
          .enumerated()
        where line.first == 0x7B && line.last == 0x7D && !line.contains(0xFF) {
          let record = "f\(file):\(number + 1) @\(line.startIndex) \(shown(line))"
          #expect(expected.records.contains(record), "\(record)")
        }
      }
      #expect(expected.text == files.flatMap { $0 })
      for batchSize in Self.sizes {
        for step in [1, 7, .max] {
          #expect(
            try read(files, step: step, batchSize: batchSize) == expected,
            "batches of \(batchSize), steps of \(step)")
        }
      }
    }
  }

  @Test("lines longer than a record may be are rejected and passed over, however they come")
  func longLines() throws {
    func line(_ length: Int) -> [UInt8] {
      utf8("{\"a\":\"") + [UInt8](repeating: 0x78, count: length - 8) + utf8("\"}")
    }
    let limit = 40
    let lengths = [40, 41, 39, 100, 1000, 40, 41, 41, 9, 500]
    let spaces = [UInt8](repeating: 0x20, count: 41)
    for ending in [[0x0A], [0x0D, 0x0A], []] as [[UInt8]] {
      let body = Array(lengths.map { line($0) }.joined(separator: ending.isEmpty ? [0x0A] : ending))
      let bytes = utf8("\n") + body + ending + (ending.isEmpty ? [] : spaces)
      let expected = try read([bytes, bytes], recordLimit: limit)
      // A carriage return belongs to the line.
      let extra = ending.count == 2 ? 1 : 0
      let long = lengths.count { $0 + extra > limit } + (ending.isEmpty ? 0 : 1)
      #expect(expected.records.count == 2 * lengths.count { $0 + extra <= limit })
      #expect(expected.rejected.count == 2 * long && expected.blank == [1, 1])
      for batchSize in Self.sizes {
        for step in [1, 3, 64, .max] {
          var found = try read(
            [bytes, bytes], step: step, batchSize: batchSize, recordLimit: limit)
          // Whether the bytes of a long line were held for a while is not to be seen later.
          found.text = expected.text
          #expect(found == expected, "batches of \(batchSize), steps of \(step), limit \(limit)")
        }
      }
    }
    let whole = try read([line(41) + [0x0A] + line(9)], batchSize: 10, recordLimit: limit)
    #expect(
      whole.rejected == [
        "f0:1:1 @0 L005 record-too-large the line has 41 bytes, limit 40; its bytes are not kept"
      ])
    #expect(whole.records.map { $0.hasPrefix("f0:2 @42 ") } == [true])
  }

  @Test("empty inputs, single bytes and missing line ends")
  func smallInputs() throws {
    for size in [1, 2, 256] {
      #expect(try read([[], [], []], batchSize: size) == Outcome())
      #expect(try read([[0x0A]], batchSize: size).blank == [1])
      #expect(try read([[0x7B]], batchSize: size).rejected.count == 1)
      let outcome = try read([utf8("{}"), utf8("{}"), [], utf8("{}\n")], batchSize: size)
      #expect(outcome.records == ["f0:1 @0 {}", "f1:1 @0 {}", "f3:1 @0 {}"])
    }
  }

  @Test("a line of many blocks is one record")
  func manyBlocks() throws {
    let long = utf8("{\"a\":\"") + [UInt8](repeating: 0x78, count: 300_000) + utf8("\"}")
    let bytes = utf8("{}\n") + long + utf8("\n{}\n") + long
    for (batchSize, step) in [(1000, 999), (4096, .max), (64 << 10, 1 << 20)] {
      let outcome = try read([bytes], step: step, batchSize: batchSize)
      #expect(outcome.records.count == 4 && outcome.rejected.isEmpty)
      #expect(outcome.text == bytes)
    }
  }

  @Test("an error of the input comes through behind the records before it")
  func errors() throws {
    let text = utf8("{\"a\":1}\n{\"a\":2}\n{\"a\":")
    let member = try GzipReaderTests.member(text)
    let reader = GzipReader(MemoryReader(Array(member.dropLast(3))), path: "x.gz")
    var records = 0
    let emitter = BatchEmitter(batchSize: 4, recordLimit: 100) { batch in
      batch.index()
      records += batch.count
      return RecordBatch()
    }
    let expected = InputError(path: "x.gz", kind: .gzip(.truncated, offset: member.count - 3))
    #expect(throws: expected) {
      try JSONLinesSource.read(reader, file: "x.gz", into: emitter)
    }
    #expect(records == 2)
  }
}
