import TamisClean
import TamisCore
import TamisFormat

/// Records from somewhere, through steps, to somewhere: what each command and each recipe comes down to.
public struct Job: Sendable {
  /// Where records come from.
  public enum Source: Sendable {
    /// Files of any kind.
    case ingest(IngestStep)
    /// JSON Lines that Tamis or somebody else wrote; no path is standard input.
    case records([String])
  }

  public var source: Source
  public var steps: [any Step]
  /// A path, `-`, or a folder for the parts of a split.
  public var output: String
  public var options: JobOptions

  public init(
    source: Source, steps: [any Step], output: String, options: JobOptions = JobOptions()
  ) {
    self.source = source
    self.steps = steps
    self.output = output
    self.options = options
  }

  /// The paths that are read.
  public var inputPaths: [String] {
    switch source {
    case .ingest(let step): step.files
    case .records(let paths): paths
    }
  }

  /// Runs the job to its end.
  ///
  /// Throws `UsageError`, `InputError` or `OutputError`; no output has been changed then.
  public func run(_ observer: JobObserver) throws -> JobResult {
    let (recordSource, firstStages) = try makeSource()
    let stages = try steps.map { try $0.makeStage() }
    try checkOverwriting()
    let sink = try makeSink(firstStages, stages)
    var pipeline = Pipeline(
      source: recordSource, stages: firstStages + stages, sink: sink, jobs: options.jobs,
      recordLimit: options.recordLimit)
    pipeline.rejects = try openRejects()
    pipeline.note = observer.note
    pipeline.observe = { batch, summary in
      for rejection in batch.rejections where rejection.finding.severity > .info {
        observer.finding(rejection.finding)
      }
      batch.findings.forEach(observer.finding)
      observer.progress(summary)
    }
    let summary = try pipeline.run().joiningNeighbours()
    stages.forEach { tell($0, observer) }
    return JobResult(
      summary: summary, files: sink.files,
      sideFile: try writeSideFile(stages, beside: sink.files, observer))
  }

  /// Writes the file that a target wants beside its records, once those are complete.
  private func writeSideFile(
    _ stages: [any Stage], beside files: [(path: String, records: Int)], _ observer: JobObserver
  ) throws -> String? {
    guard let target = targetFiles(stages), let name = target.sideFile else { return nil }
    guard case .folder(let folder) = destination else {
      observer.note("format: \(name) is written beside the records with -o DIR/ only")
      return nil
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let path = prefix + name
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    let writer = try openOutput(path: path)
    do {
      try writer.write(
        target.sideContent(files: files.map { String($0.path.dropFirst(prefix.count)) }))
      try writer.finish()
    } catch {
      writer.abandon()
      throw error
    }
    return path
  }

  /// What the target of the last step that formats calls its files.
  private func targetFiles(_ stages: [any Stage]) -> TargetFiles? {
    stages.lazy.compactMap { $0 as? FormatStage }.last?.files
  }

  /// Says what a stage has to say about all records together.
  private func tell(_ stage: any Stage, _ observer: JobObserver) {
    if let clean = stage as? CleanStage {
      for (rule, fields) in clean.repairs where fields > 0 {
        observer.note("clean: \(rule) mended in \(fields) fields")
      }
    }
    if let format = stage as? FormatStage {
      format.decisions().forEach { observer.note("format: \($0)") }
      format.notes().forEach(observer.finding)
    }
    if let tokenize = stage as? TokenizeStage {
      observer.note("tokenize: \(tokenize.tokenCount) tokens with \(tokenize.loaded.path)")
    }
  }

  private func makeSource() throws -> (any RecordSource, [any Stage]) {
    switch source {
    case .ingest(let step): try step.makeSource()
    case .records(let paths):
      (JSONLinesSource(try Input.list(paths), name: Self.reading), [])
    }
  }

  /// What the counts call the reading of records.
  public static let reading = "read"

  /// What writes the records: token ids that are to be numbers have a sink of their own.
  private func makeSink(
    _ firstStages: [any Stage], _ stages: [any Stage]
  ) throws -> any FileSink {
    for stage in stages {
      guard let tokenize = stage as? TokenizeStage, tokenize.form == .bin else { continue }
      guard tokenize === stages.last as? TokenizeStage else {
        throw UsageError("'tokenize' to bin makes numbers, not records: it must be the last step")
      }
      try TokenizeStep.checkFolder(output)
      return try TokenShardSink(tokenize, to: output, parts: splitParts)
    }
    return try JSONLinesSink(
      to: destination, parts: splitParts, names: targetFiles(stages)?.names ?? [:],
      isTransparent: firstStages.isEmpty && stages.isEmpty)
  }

  /// Where the records go: a folder by its slash or because there is one, or because a split needs one.
  private var destination: JSONLinesSink.Destination {
    if output == "-" { return .file("-") }
    let isSplit = steps.last?.verb == SplitStep.verb
    let isFile = output.hasSuffix(".jsonl") || output.hasSuffix(".jsonl.gz")
    if output.hasSuffix("/") || isFolder(output) || isSplit && !isFile { return .folder(output) }
    return .file(output)
  }

  /// The parts whose files appear even if they stay empty.
  private var splitParts: [String] {
    steps.lazy.compactMap { $0 as? SplitStep }.last?.parts ?? []
  }

  private func openRejects() throws -> [String: any ByteWriter] {
    var writers: [String: any ByteWriter] = [:]
    var paths = steps.map { ($0.verb, $0.rejects) }
    if case .ingest(let step) = source { paths.append((IngestStep.verb, step.rejects)) }
    for (verb, path) in paths {
      if let path { writers[verb] = try openOutput(path: path) }
    }
    // Lines that are no records are left out by the first step, as far as the user can see.
    if case .records = source { writers[Self.reading] = steps.first.flatMap { writers[$0.verb] } }
    return writers
  }

  private func checkOverwriting() throws {
    let outputs = [output] + steps.compactMap(\.rejects)
    for path in inputPaths where path != "-" {
      for output in outputs where output != "-" && isSameFile(path, output) && !isFolder(path) {
        throw UsageError("\(path) is both input and output; write to another file")
      }
    }
  }
}

/// A sink that can say which files it wrote.
protocol FileSink: RecordSink {
  /// The paths, and how many records went to each; complete after `finish()`.
  var files: [(path: String, records: Int)] { get }
}

extension JSONLinesSink: FileSink {}
extension TokenShardSink: FileSink {}

/// What a job may use and when it counts as failed.
public struct JobOptions: Sendable {
  /// Threads that work on records.
  public var jobs: Int
  /// Longest record that is let through, in bytes.
  public var recordLimit: Int

  public init(jobs: Int = 1, recordLimit: Int = Pipeline.defaultRecordLimit) {
    self.jobs = max(1, jobs)
    self.recordLimit = recordLimit
  }
}

/// Who hears what happens during a job.
public struct JobObserver {
  /// A warning or an error about the data, in the order of the input.
  public var finding: (Finding) -> Void
  /// What was decided about an input, such as a sniffed dialect.
  public var note: (String) -> Void
  /// The counts so far, after each batch.
  public var progress: (PipelineSummary) -> Void

  public init(
    finding: @escaping (Finding) -> Void = { _ in }, note: @escaping (String) -> Void = { _ in },
    progress: @escaping (PipelineSummary) -> Void = { _ in }
  ) {
    self.finding = finding
    self.note = note
    self.progress = progress
  }
}

/// What a job did.
public struct JobResult: Sendable {
  public var summary: PipelineSummary
  /// The files that were written, with their records.
  public var files: [(path: String, records: Int)]
  /// The file that describes the others, where the target wants one.
  public var sideFile: String?
}
