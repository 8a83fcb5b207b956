import Tamis
import TamisCore
import TamisFormat

/// The findings of a validation on their way to the output.
final class FindingReport {
  private let writer: any ByteWriter
  private let isQuiet: Bool
  private let showsInfo: Bool
  private let collects: Bool
  private var renderer: any FindingRenderer
  private var summaries: [FindingSummary]
  private var baseline: Baseline
  private var bytes = ByteBuffer()
  private var failure: OutputError?

  /// All findings, where they are to be accepted from now on.
  private(set) var found = Baseline()

  init(
    format: FindingFormat, to path: String, targets: [String], baseline: Baseline, collects: Bool,
    maxPerRule: Int, _ options: GlobalOptions
  ) throws {
    // Who only collects has nothing to tell.
    writer = try openOutput(path: collects ? "-" : path)
    isQuiet = options.quiet || collects
    self.baseline = baseline
    self.collects = collects
    // People who look at text ask for details with -v; programs get everything.
    showsInfo = format != .text && format != .concise || options.verbose
    renderer = format.makeRenderer(
      options: FindingFormat.Options(
        color: options.usesColor(onStandardOutput: path == "-"),
        maxPerRule: maxPerRule == 0 ? nil : maxPerRule, toolVersion: TamisVersion.current))
    summaries = targets.map { FindingSummary(target: $0, failLevel: options.failOn.severity) }
    renderer.begin(into: &bytes)
  }

  /// The worst severity that was found for any target.
  var worst: Severity? { summaries.flatMap { $0.rules.map(\.severity) }.max() }

  func add(_ finding: Finding) {
    if collects { return found.add(finding) }
    let index = summaries.firstIndex { $0.target == finding.target } ?? 0
    if baseline.accepts(finding) {
      summaries[index].accepted += 1
      return
    }
    summaries[index].count(finding)
    if finding.severity == .info, !showsInfo { return }
    renderer.render(finding, into: &bytes)
    if bytes.count > 256 << 10 { do { try flush() } catch { failure = error } }
  }

  /// Counts the records that have been checked for a target.
  func count(_ check: TargetCheck) {
    guard let index = summaries.firstIndex(where: { $0.target == check.target }) else { return }
    summaries[index].recordsChecked += check.records
  }

  func flush() throws(OutputError) {
    if let failure { throw failure }
    if !isQuiet { try writer.write(bytes.bytes) }
    bytes.removeAll()
  }

  func finish() throws {
    renderer.end(summaries, into: &bytes)
    try flush()
    try writer.finish()
  }
}
