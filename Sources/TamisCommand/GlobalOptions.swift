import ArgumentParser
import Tamis
import TamisCore

/// The options that all verbs know.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
    help: ArgumentHelp(
      "Threads that work on records (default: the processors). The output is the same for any.",
      valueName: "n"))
  var jobs: Int?

  @Flag(name: .shortAndLong, help: "Print no findings and no counts; the exit code stays.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print what was decided, and the counts of each stage.")
  var verbose = false

  @Option(help: "When to use colour: auto, always or never.")
  var color = ColorChoice.auto

  @Option(
    help: "The severity from which on findings make the exit code 1: error, warning, info, never.")
  var failOn = FailLevel.error

  @Option(
    help: ArgumentHelp(
      "Longest record that is let through, in bytes; K, M and G are understood.",
      valueName: "size"))
  var maxRecord = ByteSize(bytes: Pipeline.defaultRecordLimit)

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  var jobOptions: JobOptions {
    JobOptions(jobs: jobs ?? Console.processors, recordLimit: maxRecord.bytes)
  }

  /// Whether what goes to standard error, or to standard output, is coloured.
  func usesColor(onStandardOutput: Bool = false) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      Console.environment("NO_COLOR") == nil
        && (Console.environment("CLICOLOR_FORCE") != nil
          || (onStandardOutput ? Console.isOutputTerminal : Console.isTerminal)
            && Console.environment("TERM") != "dumb")
    }
  }
}

/// When to use colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// From which severity on the exit code is 1.
enum FailLevel: String, ExpressibleByArgument, CaseIterable {
  case error, warning, info, never

  /// The severity; `nil` for never.
  var severity: Severity? { Severity(rawValue: rawValue) }

  /// True when `worst` reaches the level.
  func isReached(by worst: Severity?) -> Bool {
    guard let severity, let worst else { return false }
    return worst >= severity
  }
}

/// A number of bytes such as `64M`.
struct ByteSize: ExpressibleByArgument {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0,
      case (let bytes, let overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
    else { return nil }
    self.bytes = bytes
  }

  var defaultValueDescription: String { "\(bytes >> 20)M" }
}
