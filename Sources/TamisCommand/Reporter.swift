import Tamis
import TamisCore

/// Tells the user what happens: findings as they come, progress on a terminal, counts at the end.
final class Reporter {
  private let options: GlobalOptions
  private let start = Console.now
  private var renderer: any FindingRenderer
  private var output = ByteBuffer()
  private var lastProgress = 0.0
  private var hasProgressLine = false

  init(_ options: GlobalOptions) {
    self.options = options
    renderer = FindingFormat.text.makeRenderer(
      options: FindingFormat.Options(
        color: options.usesColor(), toolVersion: TamisVersion.current))
  }

  var observer: JobObserver {
    JobObserver(
      finding: { [self] in finding($0) },
      note: { [self] in if options.verbose { Console.say($0) } },
      progress: { [self] in progress($0) })
  }

  /// The worst severity among the findings.
  private(set) var worst: Severity?

  private func finding(_ finding: Finding) {
    worst = max(worst ?? .info, finding.severity)
    // What is merely good to know is for those who ask.
    if options.quiet || finding.severity == .info && !options.verbose { return }
    clearProgress()
    renderer.render(finding, into: &output)
    flush()
  }

  private func progress(_ counts: PipelineSummary) {
    guard Console.isTerminal, !options.quiet else { return }
    let now = Console.now
    guard now - start >= 1, now - lastProgress >= 0.2 else { return }
    lastProgress = now
    let rate = Double(counts.bytes) / 1e6 / (now - start)
    let records = grouped(counts.stages[0].input)
    let text = "\(records) records, \(grouped(counts.bytes >> 20)) MiB, \(Int(rate)) MB/s"
    hasProgressLine = true
    output.append("\r\u{1B}[K" + text)
    flush()
  }

  private func clearProgress() {
    guard hasProgressLine else { return }
    hasProgressLine = false
    output.append("\r\u{1B}[K")
  }

  /// Prints the counts and throws if they or the findings are a reason to.
  func finish(_ result: PipelineSummary) throws {
    clearProgress()
    if !options.quiet {
      if options.verbose || Console.isTerminal || worst.map({ $0 > .info }) ?? false {
        for stage in result.stages where stage.name != Job.reading || stage.rejectedCount > 0 {
          output.append(line(for: stage) + "\n")
        }
        if options.verbose { output.append("\(seconds(Console.now - start)) s\n") }
      }
      flush()
    }
    guard result.isBalanced else {
      throw ExitStatus.Bug(
        message: "records went missing: "
          + result.stages.map(line).joined(separator: "; ") + "; \(result.written) written")
    }
    let worst = [worst, result.worst].compactMap { $0 }.max()
    if options.failOn.isReached(by: worst) { throw ExitStatus.FindingsFound() }
  }

  private func line(for stage: PipelineSummary.Stage) -> String {
    var line = "\(stage.name): \(grouped(stage.input)) in, \(grouped(stage.output)) out"
    if stage.rejectedCount > 0 {
      let rules = stage.rejected.map { "\($0.rule) \(grouped($0.count))" }
      line += ", \(grouped(stage.rejectedCount)) left out (\(rules.joined(separator: ", ")))"
    }
    return line
  }

  private func seconds(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func flush() {
    Console.write(output.bytes)
    output.removeAll()
  }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
  var digits = Array(String(number))
  var place = digits.count - 3
  while place > (number < 0 ? 1 : 0) {
    digits.insert(",", at: place)
    place -= 3
  }
  return String(digits)
}
