public import TamisCore
public import TamisFormat

/// How many tokens the text of records is.
///
/// Text is the string in the fields that are named, all of them that a record has; without names it
/// is `text`, else the content of `messages`, else `prompt` and `completion`. With a chat template it
/// is what a trainer reads: the rendered text, and how much of it is learned is counted as well.
public struct TokenCount: Sendable, Equatable {
  public var records = 0
  public var tokens = 0
  /// Tokens that are learned; 0 where nothing was known about that.
  public var trained = 0
  /// Unicode scalars.
  public var characters = 0
  /// Records by their number of tokens.
  private var histogram: [Int: Int] = [:]

  public init() {}

  mutating func add(tokens: Int, characters: Int, trained: Int = 0) {
    records += 1
    self.tokens += tokens
    self.trained += trained
    self.characters += characters
    histogram[tokens, default: 0] += 1
  }

  mutating func add(_ other: TokenCount) {
    records += other.records
    tokens += other.tokens
    trained += other.trained
    characters += other.characters
    histogram.merge(other.histogram, uniquingKeysWith: +)
  }

  /// The lengths of the records in tokens and how many have each, the shortest first.
  public var lengths: [(length: Int, count: Int)] {
    histogram.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The smallest number of tokens that `percent` of the records do not exceed, for each percent.
  ///
  /// Nearest rank, so that each is the count of some record; 0 where there are no records.
  public func percentiles(_ percents: [Int]) -> [Int] {
    let sorted = histogram.sorted { $0.key < $1.key }
    return percents.map { percent in
      // Whole numbers, so that the rank cannot be off by one through rounding.
      let rank = max(1, (records * percent + 99) / 100)
      var seen = 0
      for (tokens, records) in sorted {
        seen += records
        if seen >= rank { return tokens }
      }
      return 0
    }
  }
}

/// Counts the tokens of the records in `paths`.
///
/// A record without text is a finding and not part of the count. Throws `UsageError` or
/// `InputError`.
public func countTokens(
  _ paths: [String], with loaded: LoadedTokenizer, fields: [String],
  options: TokenizeOptions, _ job: JobOptions, _ observer: JobObserver
) throws -> (count: TokenCount, summary: PipelineSummary) {
  try count(
    paths, TokenCountStage(loaded, fields: FieldName.list(fields), options: options), job, observer)
}

/// Counts the tokens that a trainer reads of the records in `paths`, and those that are learned.
///
/// Of a pair both answers are counted. A record of which no tokens can be made is a finding and not
/// part of the count. Throws `UsageError` or `InputError`.
public func countLearnedTokens(
  _ paths: [String], with model: ChatTokenizer, _ options: MaskOptions, _ job: JobOptions,
  _ observer: JobObserver
) throws -> (count: TokenCount, summary: PipelineSummary) {
  try count(paths, MaskCountStage(model, options), job, observer)
}

/// A stage that counts tokens.
protocol TokenCounting: Stage {
  var total: TokenCount { get }
}

private func count(
  _ paths: [String], _ stage: any TokenCounting, _ job: JobOptions, _ observer: JobObserver
) throws -> (count: TokenCount, summary: PipelineSummary) {
  var pipeline = Pipeline(
    source: JSONLinesSource(try Input.list(paths), name: Job.reading), stages: [stage],
    sink: CountedRecords(), jobs: job.jobs, recordLimit: job.recordLimit)
  pipeline.note = observer.note
  pipeline.observe = { batch, summary in
    for rejection in batch.rejections { observer.finding(rejection.finding) }
    batch.findings.forEach(observer.finding)
    observer.progress(summary)
  }
  let summary = try pipeline.run()
  return (stage.total, summary)
}

/// A sink for records that have only been counted.
private struct CountedRecords: RecordSink {
  let needsRecords = true
  func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    rendered.append(to: 0, records: batch.liveCount) { _ in }
  }
  func write(_ rendered: RenderedBatch) throws(OutputError) {}
  func finish() throws(OutputError) {}
  func abandon() {}
}
