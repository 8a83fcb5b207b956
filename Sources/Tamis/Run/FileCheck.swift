import TamisCore
import TamisFormat

/// What the validation of one file for one target came to.
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

/// What the validation of files for one target came to.
public struct TargetCheck: Sendable {
  /// The target's name.
  public var target: String
  public var records = 0
  public var errors = 0
  public var warnings = 0
  /// The worst severity that was found.
  public var worst: Severity?

  fileprivate mutating func count(_ finding: Finding) {
    if finding.severity == .error { errors += 1 }
    if finding.severity == .warning { warnings += 1 }
    worst = max(worst ?? .info, finding.severity)
  }
}

/// Checks the file at `path` (`-` is standard input) against the rules of `target`.
///
/// All findings come in one pass: those about records in their order, then those about the file. Throws
/// `InputError` for a file that cannot be read.
public func check(
  _ path: String, against target: Target, ignoring: Set<String> = [], _ options: JobOptions,
  finding report: @escaping (Finding) -> Void
) throws -> FileCheck {
  let check = try check(
    [path], [Validator(target: target, ignoring: ignoring)], options, finding: report)[0]
  return FileCheck(
    path: path, target: check.target, records: check.records, errors: check.errors,
    warnings: check.warnings, worst: check.worst)
}

/// Checks the files at `paths` (`-` is standard input) with each of `validators`, which are for different
/// targets, in one pass; gives what it came to for each.
///
/// The files are parts of one data set: what of one is in another is found, too. Findings about records
/// come in their order, whatever the target; then come those about files, target by target. Each has a
/// fingerprint. Throws `InputError` for a file that cannot be read.
public func check(
  _ paths: [String], _ validators: [Validator], _ options: JobOptions,
  finding report: @escaping (Finding) -> Void
) throws -> [TargetCheck] {
  let source = CheckedFiles(paths.map { Input(path: $0) })
  let stages = validators.map { $0.makeStage() }
  let names = validators.map(\.target.name)
  var results = names.map { TargetCheck(target: $0) }
  func take(_ finding: Finding) {
    if let index = names.firstIndex(where: { $0 == finding.target }) {
      results[index].count(finding)
    }
    report(finding)
  }
  var pipeline = Pipeline(
    source: source, stages: [TargetsStage(stages, names: names)], sink: NoOutput(),
    jobs: options.jobs, recordLimit: options.recordLimit)
  pipeline.observe = { batch, _ in
    if !batch.findings.isEmpty { batch.fingerprinted().forEach(take) }
  }
  _ = try pipeline.run()
  for (index, stage) in stages.enumerated() {
    for finding in stage.finish(source.facts) { take(finding.fingerprinted(record: nil)) }
    results[index].records = stage.recordsChecked
  }
  return results
}

/// Reads JSON Lines and notes what only the files as wholes can tell.
private final class CheckedFiles: RecordSource, @unchecked Sendable {
  // Safety: a pipeline reads a source on one thread, and `facts` is looked at when it has ended.
  let name = "read"
  private let inputs: [Input]
  private(set) var facts: [FileFacts] = []

  init(_ inputs: [Input]) { self.inputs = inputs }

  func read(into emitter: BatchEmitter) throws {
    for input in inputs {
      let index = facts.count
      facts.append(FileFacts(path: input.path))
      facts[index].observe(UnsafeRawBufferPointer(start: nil, count: 0))
      let bytes = ObservedReader(try input.openBytes()) { self.facts[index].observe($0) }
      try JSONLinesSource.read(try input.decoded(bytes), file: input.path, into: emitter)
    }
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
