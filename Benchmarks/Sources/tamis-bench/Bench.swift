// What the contests need that no command of `tamis` does: one inner loop each, as a library user would
// write it.

import TamisClean
import TamisCore
import TamisDedupe
import TamisSplit

/// Puts `> ` before the field `selftext`.
struct QuoteStage: Stage {
  let name = "quote"

  func makeKernel() -> any Kernel { QuoteKernel() }
}

private final class QuoteKernel: Kernel {
  private let field: FieldName = "selftext"
  private var text = ByteBuffer()

  func process(_ batch: RecordBatch) {
    for record in batch.records {
      text.truncate(to: 0)
      text.append("> " as StaticString)
      if record.string(field, into: &text) { record.set(field, string: text.bytes) }
    }
  }
}

/// Counts records and fields and writes nothing.
final class CountingSink: RecordSink, @unchecked Sendable {
  // Safety: the pipelines here have one job.
  let needsRecords = true
  var records = 0
  var fields = 0

  func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    for record in batch.records {
      records += 1
      fields += record.fieldCount
      rendered.append(to: 0) { _ in }
    }
  }

  func write(_ rendered: RenderedBatch) throws(OutputError) {}
  func finish() throws(OutputError) {}
  func abandon() {}
}

@main
struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("rewrite", 3):
      _ = try Pipeline(
        source: JSONLinesSource([Input(path: arguments[1])]), stages: [QuoteStage()],
        sink: JSONLinesSink(to: .file(arguments[2]))
      ).run()
    case ("pipeline", 4):
      guard let ratios = SplitRatios(train: 0.9, validation: 0.05, test: 0.05) else { return }
      _ = try Pipeline(
        source: JSONLinesSource([Input(path: arguments[1])]),
        stages: [
          CleanStage(), ExactDedupeStage(by: [FieldName(arguments[3])]), SplitStage(ratios),
        ],
        sink: JSONLinesSink(to: .file(arguments[2]))
      ).run()
    case ("skip", 2):
      let sink = CountingSink()
      _ = try Pipeline(source: JSONLinesSource([Input(path: arguments[1])]), sink: sink).run()
      print(sink.records, sink.fields)
    case ("gunzip", 2):
      try gunzip(arguments[1])
    default:
      print("usage: tamis-bench rewrite IN OUT | pipeline IN OUT KEY | skip IN | gunzip IN")
    }
  }

  private static func gunzip(_ path: String) throws {
    let reader = try Input(path: path).openBytes()
    let output = StandardOutput()
    var block = ByteBuffer(capacity: 1 << 20)
    while true {
      let space = block.reserve(1 << 20)
      let size = try reader.read(
        into: UnsafeMutableRawBufferPointer(start: space, count: 1 << 20))
      if size == 0 { return }
      try output.write(UnsafeRawBufferPointer(start: space, count: size))
    }
  }
}
