import TamisCore

/// Lines in memory, that may end in an error.
struct MemorySource: RecordSource {
  var name = "source"
  var files: [[UInt8]]
  var step = Int.max
  var failure: InputError?

  func read(into emitter: BatchEmitter) throws {
    for (number, bytes) in files.enumerated() {
      try JSONLinesSource.read(MemoryReader(bytes, step: step), file: "f\(number)", into: emitter)
    }
    if let failure { throw failure }
  }
}

/// Keeps what is written, in one piece for each output; may fail at a write or at the end.
final class MemorySink: RecordSink, @unchecked Sendable {
  // Safety: written in a batch's turn, read when the pipeline has ended.
  static let failure = OutputError(path: "nowhere", operation: "write", code: 28)

  let needsRecords = true
  private(set) var bytes: [UInt8] = []
  private(set) var writes = 0
  private(set) var isFinished = false
  private(set) var isAbandoned = false
  private let failingWrite: Int?
  private let failsAtEnd: Bool

  init(failingWrite: Int? = nil, failsAtEnd: Bool = false) {
    self.failingWrite = failingWrite
    self.failsAtEnd = failsAtEnd
  }

  func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    for record in batch.records {
      rendered.append(to: 0) { output in
        record.write(to: &output)
        output.append(UInt8(ascii: "\n"))
      }
    }
  }

  func write(_ rendered: RenderedBatch) throws(OutputError) {
    writes += 1
    if writes == failingWrite { throw Self.failure }
    try rendered.forEachPart { (_, _, part) throws(OutputError) in bytes += part }
  }

  func finish() throws(OutputError) {
    if failsAtEnd { throw Self.failure }
    isFinished = true
  }

  func abandon() { isAbandoned = true }
}

/// Changes and rejects records by their `id` alone.
struct MapStage: Stage {
  static let rule = Rule("X001", "fifth")
  let name: String

  func makeKernel() -> any Kernel { MapKernel() }

  private struct MapKernel: Kernel {
    private var work = 0

    mutating func process(_ batch: RecordBatch) {
      for record in batch.records {
        guard let id = record.id else { continue }
        if id % 5 == 0 {
          record.reject(MapStage.rule, "\(id) can be divided by five")
        } else if id % 3 == 0 {
          record.set("third") { $0.append(decimal: id / 3) }
          batch.findings.append(
            Finding(Rule("X002", "third"), .warning, at: record.location, "\(id)"))
        } else if id % 7 == 0 {
          record.remove("text")
        }
        // Batches take different times.
        for step in 0..<id % 11 * 40 { work &+= step }
      }
    }
  }
}

/// Rejects what it has seen, and notes the order in which records come.
final class SeenStage: FoldStage, @unchecked Sendable {
  // Safety: the fold is called in turn, and the rest is read when the pipeline has ended.
  static let rule = Rule("X003", "seen")
  let name: String
  private(set) var order: [Int] = []
  private var seen: Set<Int> = []

  init(name: String = "seen") { self.name = name }

  func makeKernel() -> any Kernel { NoKernel() }

  func fold(_ batch: RecordBatch) {
    for record in batch.records {
      guard let id = record.id else { continue }
      order.append(id)
      if !seen.insert(id).inserted { record.reject(Self.rule, "\(id) again") }
    }
  }

  private struct NoKernel: Kernel {
    mutating func process(_ batch: RecordBatch) {}
  }
}

extension Record {
  /// The number in the field `id`.
  var id: Int? {
    self["id"].flatMap { Int(String(decoding: $0.json, as: UTF8.self)) }
  }
}
