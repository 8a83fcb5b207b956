import TamisCore
import TamisFormat

/// What the validation of one file came to.
public struct FileCheck: Sendable {
  public var path: String
  /// The target's name.
  public var target: String
  public var records: Int
  public var errors = 0
  public var warnings = 0
  /// The worst severity that was found.
  public var worst: Severity?
}

/// Checks the file at `path` (`-` is standard input) against the rules of `target`.
///
/// All findings come in one pass: those about records in their order, then those about the file. Throws
/// `InputError` for a file that cannot be read.
public func check(
  _ path: String, against target: Target, ignoring: Set<String> = [], _ options: JobOptions,
  finding report: @escaping (Finding) -> Void
) throws -> FileCheck {
  let source = CheckedFile(Input(path: path))
  let stage = Validator(target: target, ignoring: ignoring).makeStage()
  var result = FileCheck(path: path, target: target.name, records: 0)
  func take(_ finding: Finding) {
    if finding.severity == .error { result.errors += 1 }
    if finding.severity == .warning { result.warnings += 1 }
    result.worst = max(result.worst ?? .info, finding.severity)
    report(finding)
  }
  var pipeline = Pipeline(
    source: source, stages: [stage], sink: NoOutput(), jobs: options.jobs,
    recordLimit: options.recordLimit)
  pipeline.observe = { batch, _ in batch.findings.forEach(take) }
  _ = try pipeline.run()
  stage.finish([source.facts]).forEach(take)
  result.records = stage.recordsChecked
  return result
}

/// Reads JSON Lines and notes what only the file as a whole can tell.
private final class CheckedFile: RecordSource, @unchecked Sendable {
  // Safety: a pipeline reads a source on one thread, and `facts` is looked at when it has ended.
  let name = "read"
  private let input: Input
  private(set) var facts: FileFacts

  init(_ input: Input) {
    self.input = input
    facts = FileFacts(path: input.path)
  }

  func read(into emitter: BatchEmitter) throws {
    facts.observe(UnsafeRawBufferPointer(start: nil, count: 0))
    let bytes = ObservedReader(try input.openBytes()) { self.facts.observe($0) }
    try JSONLinesSource.read(try input.decoded(bytes), file: input.path, into: emitter)
  }
}

/// Shows the bytes that another reader gives to somebody who only looks.
private final class ObservedReader: ByteReader {
  private let source: any ByteReader
  private let observe: (UnsafeRawBufferPointer) -> Void

  init(_ source: any ByteReader, observe: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.source = source
    self.observe = observe
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let size = try source.read(into: buffer)
    observe(UnsafeRawBufferPointer(rebasing: buffer[..<size]))
    return size
  }
}

/// A sink for records that have only been looked at.
private struct NoOutput: RecordSink {
  let needsRecords = true
  func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    rendered.append(to: 0, records: batch.liveCount) { _ in }
  }
  func write(_ rendered: RenderedBatch) throws(OutputError) {}
  func finish() throws(OutputError) {}
  func abandon() {}
}
