/// How many records went in and out of each stage, and what became of the others.
public struct PipelineSummary: Sendable, Equatable {
  /// The counts of one stage. Always `input == output + rejected`.
  public struct Stage: Sendable, Equatable {
    public var name: String
    public var input = 0
    public var output = 0
    /// Rejected records by rule, in the order of the rules' codes.
    public var rejected: [Count] = []

    public struct Count: Sendable, Equatable {
      public var rule: Rule
      public var count: Int
    }

    public var rejectedCount: Int { rejected.reduce(0) { $0 + $1.count } }

    mutating func reject(_ rule: Rule) {
      if let index = rejected.firstIndex(where: { $0.rule == rule }) {
        rejected[index].count += 1
      } else {
        let place = rejected.firstIndex { $0.rule.code > rule.code } ?? rejected.count
        rejected.insert(Count(rule: rule, count: 1), at: place)
      }
    }
  }

  /// The source first, then the stages in their order.
  public var stages: [Stage]
  /// Records that were written.
  public var written = 0
  /// Bytes of JSON Lines that came from the source, those of rejected lines among them.
  public var bytes = 0
  /// The worst severity among findings and rejections.
  public var worst: Severity?

  init(source: String, stages: [String]) {
    self.stages = ([source] + stages).map { Stage(name: $0) }
  }

  /// True when every record that went in was written or rejected.
  public var isBalanced: Bool {
    stages.allSatisfy { $0.input == $0.output + $0.rejectedCount }
      && stages.last?.output == written
  }

  /// The summary with neighbours of one name made one, as a source and the stage that completes its
  /// records are for the user.
  public func joiningNeighbours() -> PipelineSummary {
    var joined = self
    joined.stages = stages.reduce(into: []) { result, stage in
      guard let last = result.indices.last, result[last].name == stage.name else {
        return result.append(stage)
      }
      result[last].output = stage.output
      for entry in stage.rejected {
        for _ in 0..<entry.count { result[last].reject(entry.rule) }
      }
    }
    return joined
  }

  mutating func add(_ batch: RecordBatch, _ counts: BatchCounts) {
    bytes += counts.bytes
    written += counts.written
    stages[0].input += counts.records + counts.refused
    let live = [counts.records] + counts.live
    for index in stages.indices {
      if index > 0 { stages[index].input += live[index - 1] }
      stages[index].output += live[index]
    }
    for rejection in batch.rejections {
      worst = max(worst ?? .info, rejection.finding.severity)
      guard stages.indices.contains(rejection.stagePlace) else { continue }
      stages[rejection.stagePlace].reject(rejection.finding.rule)
    }
    for finding in batch.findings { worst = max(worst ?? .info, finding.severity) }
  }
}

/// What one batch adds to the summary.
struct BatchCounts {
  /// Records that the source gave.
  var records = 0
  /// What the source saw and could not make a record of.
  var refused: Int
  /// Bytes of JSON Lines that the source gave.
  var bytes: Int
  /// Records that were left after each stage.
  var live: [Int] = []
  var written = 0

  init(refused: Int, bytes: Int) {
    self.refused = refused
    self.bytes = bytes
  }
}
