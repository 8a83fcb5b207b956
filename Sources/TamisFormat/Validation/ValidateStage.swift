import Synchronization
import TamisCore

/// Checks records against the rules of a target, in a pipeline.
///
/// The kernel asks the rules about each record; the fold sees the batches in order, counts, finds
/// duplicates and makes one finding of a thousand lines that are wrong for the same reason. All
/// findings, those about lines that could not become records among them, are in the batch's
/// `findings` afterwards: who shows these does not show the batch's rejections too.
///
/// Records are not changed and not dropped. Memory: a batch, and 23 to 35 bytes for each record.
public final class ValidateStage: FoldStage {
  public let name = "validate"
  private let profile: Profile
  private let policy: FindingPolicy
  /// A field that each record of the target has.
  private let marker: FieldName
  private let state = Mutex(State())

  private struct State {
    var files: [FileFold] = []
    /// What was held back until the end of a file.
    var held: [Finding] = []
  }

  init(profile: Profile, policy: FindingPolicy) {
    self.profile = profile
    self.policy = policy
    marker = FieldName(profile.fields.values.first ?? "")
  }

  public func makeKernel() -> any Kernel { ValidateKernel(profile) }

  public func fold(_ batch: RecordBatch) {
    state.withLock { state in
      let isAnother =
        state.files.last.map { !$0.path.utf8.elementsEqual(batch.file.utf8) } ?? true
      let startsAgain = batch.firstLine == 1 && (state.files.last?.hasRecords ?? false)
      if isAnother || startsAgain { begin(batch.file, &state) }
      state.files[state.files.count - 1].see(batch)
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
        findings += rules.compactMap { rule, check in
          verdict(of: check, rule, on: summary)
        }
      }
      if let first = summaries.first { findings += lifecycle(of: first.facts.path) }
      return findings
    }
  }

  private func begin(_ path: String, _ state: inout State) {
    if !state.files.isEmpty {
      state.held += state.files[state.files.count - 1].finish()
      state.files[state.files.count - 1].forgetRecords()
    }
    state.files.append(FileFold(path: path, policy: policy, marker: marker))
  }

  private func verdict(
    of check: any FileRule, _ rule: Rule, on summary: FileSummary
  ) -> Finding? {
    check.check(summary).flatMap { verdict in
      policy.apply(
        Finding(
          rule, .error, at: SourceLocation(file: summary.facts.path), verdict.message,
          fix: verdict.fix), atMost: verdict.atMost)
    }
  }

  /// The dates of the target, where it does not stay open. They hold for all files: said once.
  private func lifecycle(of path: String) -> [Finding] {
    guard profile.lifecycle.status != .open, policy.severity(of: .targetClosing) != nil else {
      return []
    }
    let dates = profile.lifecycle.dates.map { "\($0.date) \($0.what)" }
    let source = profile.lifecycle.dates.first.map { " (\($0.provenance.citation))" } ?? ""
    let finding = Finding(
      .targetClosing, .info, at: SourceLocation(file: path),
      "\(profile.title) is \(profile.lifecycle.status.rawValue): "
        + dates.joined(separator: "; ") + source)
    return policy.apply(finding).map { [$0] } ?? []
  }
}
