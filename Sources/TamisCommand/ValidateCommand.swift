import ArgumentParser
import Tamis
import TamisCore
import TamisFormat

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks files against the rules of a target before they are uploaded.",
    discussion: """
      Example: tamis validate --target openai-chat out/train.jsonl --output-format jsonl

      All findings come in one pass, each with file, line, byte column and JSON Pointer. Formats: text,
      json, jsonl, sarif (GitHub code scanning) and github (annotations in a workflow). JSON output
      carries "schema" with a version.

      Memory: 23 to 35 bytes for each record. Time: O(bytes).
      """)

  @Option(help: ArgumentHelp("The target: openai-chat.", valueName: "target"))
  var target: String

  @Option(help: "How findings are written: text, json, jsonl, sarif or github.")
  var outputFormat = FindingFormat.text

  @Option(help: ArgumentHelp("A rule to leave out; may be repeated.", valueName: "rule"))
  var ignore: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many findings of a rule the text shows before it only counts them; 0 shows all.",
      valueName: "n"))
  var maxPerRule = 5

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the findings go; '-' is standard output.", valueName: "path"))
  var output = "-"

  @Argument(help: "Files of JSON Lines; '-' and none are standard input.")
  var files: [String] = []

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let known = Validator.rules
    for rule in ignore where !known.contains(where: { $0.code == rule || $0.name == rule }) {
      throw UsageError(
        "there is no rule '\(rule)'" + suggestion(for: rule, among: known.map(\.name)))
    }
    let target = try Tamis.target(named: target)
    let paths = files.isEmpty ? ["-"] : files
    if paths == ["-"], Console.isInputTerminal {
      throw UsageError("validate reads standard input, which is a terminal; name files")
    }
    let report = try FindingReport(
      format: outputFormat, to: output, target: target.name, maxPerRule: maxPerRule, global)
    var worst: Severity?
    for path in paths {
      let check = try Tamis.check(
        path, against: target, ignoring: Set(ignore), global.jobOptions, finding: report.add)
      report.recordsChecked += check.records
      worst = [worst, check.worst].compactMap { $0 }.max()
      try report.flush()
    }
    try report.finish()
    if global.failOn.isReached(by: worst) { throw ExitStatus.FindingsFound() }
  }
}

extension FindingFormat: ExpressibleByArgument {}

/// The findings of a validation on their way to the output.
private final class FindingReport {
  private let writer: any ByteWriter
  private let isQuiet: Bool
  private let showsInfo: Bool
  private var renderer: any FindingRenderer
  private var summary: FindingSummary
  private var bytes = ByteBuffer()
  private var failure: OutputError?

  var recordsChecked = 0

  init(
    format: FindingFormat, to path: String, target: String, maxPerRule: Int,
    _ options: GlobalOptions
  ) throws {
    writer = try openOutput(path: path)
    isQuiet = options.quiet
    // People who look at text ask for details with -v; programs get everything.
    showsInfo = format != .text || options.verbose
    renderer = format.makeRenderer(
      options: FindingFormat.Options(
        color: options.usesColor(onStandardOutput: path == "-"),
        maxPerRule: maxPerRule == 0 ? nil : maxPerRule, toolVersion: TamisVersion.current))
    summary = FindingSummary(target: target, failLevel: options.failOn.severity)
    renderer.begin(into: &bytes)
  }

  func add(_ finding: Finding) {
    summary.count(finding)
    if finding.severity == .info, !showsInfo { return }
    renderer.render(finding, into: &bytes)
    if bytes.count > 256 << 10 { do { try flush() } catch { failure = error } }
  }

  func flush() throws(OutputError) {
    if let failure { throw failure }
    if !isQuiet { try writer.write(bytes.bytes) }
    bytes.removeAll()
  }

  func finish() throws {
    summary.recordsChecked = recordsChecked
    renderer.end(summary, into: &bytes)
    try flush()
    try writer.finish()
  }
}
