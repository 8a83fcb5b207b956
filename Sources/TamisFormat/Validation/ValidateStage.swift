import Synchronization
import TamisCore

/// Checks records against the rules of a target, in a pipeline.
///
/// The kernel asks the rules about each record; the fold sees the batches in order, counts, finds
/// duplicates and makes one finding of a thousand lines that are wrong for the same reason. All
/// findings, those about lines that could not become records among them, are in the batch's
/// `findings` afterwards: who shows these does not show the batch's rejections too.
///
/// Records are not changed and not dropped. Memory: a batch, and 23 to 35 bytes for each record of the
/// file, or of all files where they are parts (train, validation) of one data set.
public final class ValidateStage: FoldStage {
  public let name = "validate"
  private let profile: Profile
  private let policy: FindingPolicy
  /// A field that each record of the target has.
  private let marker: FieldName
  private let statistics = StatisticsTable()
  private let makeFurtherChecks: FurtherChecks?
  private let today: String?
  private let state = Mutex(State())

  /// What is asked about each record besides the rules of the target, such as those about tokens. Made
  /// once for each thread.
  struct FurtherChecks: Sendable {
    var make: @Sendable () -> [ValidateKernel.RecordCheck]
    /// Severities of the rules that they ask, where the profile names none.
    var severities: [String: Severity] = [:]
  }

  private struct State {
    var files: [FileFold] = []
    var seen: [SeenFile] = []
    /// What was held back until the end of a file.
    var held: [Finding] = []
  }

  init(
    profile: Profile, policy: FindingPolicy, today: String? = nil,
    furtherChecks: FurtherChecks? = nil
  ) {
    self.profile = profile
    self.today = today
    makeFurtherChecks = furtherChecks
    self.policy = policy
    marker = FieldName(profile.fields.values.first ?? "")
  }

  public func makeKernel() -> any Kernel {
    ValidateKernel(
      profile, statistics, furtherChecks: makeFurtherChecks?.make() ?? [],
      defaults: makeFurtherChecks?.severities ?? [:])
  }

  public func fold(_ batch: RecordBatch) {
    let statistics = statistics.take(for: batch)
    state.withLock { state in
      let isAnother =
        state.files.last.map { !$0.path.utf8.elementsEqual(batch.file.utf8) } ?? true
      let startsAgain = batch.firstLine == 1 && (state.files.last?.hasRecords ?? false)
      if isAnother || startsAgain { begin(batch.file, &state) }
      let part = state.files[state.files.count - 1].part
      let others = part == nil ? [] : state.seen.filter { $0.part != part }
      state.files[state.files.count - 1].see(batch, statistics, others: others)
    }
  }

  /// How many records, good or bad, have been seen.
  public var recordsChecked: Int {
    state.withLock { $0.files.reduce(0) { $0 + $1.summary.examples } }
  }

  /// What there is to say about the files as wholes, in the order in which they were read. Call it
  /// once, at the end, with what is known about them; a file that nothing is known about is judged
  /// by its records alone.
  public func finish(_ facts: [FileFacts] = []) -> [Finding] {
    state.withLock { state in
      var findings = state.held
      var files = state.files[...]
      let rules = FileRules.all.filter { profile.severity(of: $0.rule) != nil }
        .map { ($0.rule, $0.init(profile)) }
      var summaries: [FileSummary] = []
      for known in facts {
        var summary = FileSummary(facts: known)
        if files.first?.path == known.path, var file = files.popFirst() {
          findings += file.finish()
          summary = file.summary
          summary.facts = known
        }
        summaries.append(summary)
      }
      for var file in files {
        findings += file.finish()
        summaries.append(file.summary)
      }
      for summary in summaries {
        for (rule, check) in rules { findings += self.findings(of: check, rule, on: summary) }
      }
      if let first = summaries.first {
        findings += VendorRules.findings(
          profile, policy, today: today, file: first.facts.path)
      }
      return findings
    }
  }

  private func begin(_ path: String, _ state: inout State) {
    if let last = state.files.last {
      state.held += state.files[state.files.count - 1].finish()
      if let part = last.part, policy.severity(of: .trainValidationOverlap) != nil {
        state.seen.append(SeenFile(path: last.path, part: part, records: last.firstLines))
      }
      state.files[state.files.count - 1].forgetRecords()
    }
    state.files.append(
      FileFold(path: path, part: FilePart(named: path), policy: policy, marker: marker))
  }

  private func findings(
    of check: any FileRule, _ rule: Rule, on summary: FileSummary
  ) -> [Finding] {
    check.check(summary).compactMap { verdict in
      policy.apply(
        Finding(
          rule, .error,
          at: SourceLocation(file: summary.facts.path, line: verdict.line), verdict.message,
          fix: verdict.fix), atMost: verdict.atMost)
    }
  }
}
