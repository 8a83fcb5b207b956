import ArgumentParser
import Tamis
import TamisCore
import TamisFormat

/// Whether, how and where findings are mended.
struct FixOptions: ParsableArguments {
  @Flag(help: "Write the files anew without what can be mended and keeps its meaning.")
  var fix = false

  @Flag(help: "With --fix, also make changes of the meaning: leave records out, merge turns …")
  var unsafeFixes = false

  @Flag(help: "Show what --fix would change, as a unified diff, and write nothing.")
  var diff = false

  @Flag(help: "With --fix, replace the files themselves.")
  var inPlace = false

  @Option(
    help: ArgumentHelp(
      "Where the mended file goes. Default: NAME.fixed.jsonl beside it.", valueName: "path"))
  var fixed: String?

  /// True where something is to be mended, or shown.
  var isOn: Bool { fix || diff }

  func validate() throws {
    if unsafeFixes, !isOn { throw ValidationError("--unsafe-fixes goes with --fix or --diff") }
    if inPlace, !fix { throw ValidationError("--in-place goes with --fix") }
    if fixed != nil, !fix { throw ValidationError("--fixed goes with --fix") }
    if inPlace, fixed != nil { throw ValidationError("--in-place and --fixed exclude each other") }
  }

  /// Throws where the files cannot be mended as it was asked.
  func check(_ paths: [String], targets: Int) throws {
    if targets > 1 {
      throw UsageError("--fix mends files for one target; name one --target")
    }
    if fixed != nil, paths.count > 1 {
      throw UsageError("--fixed names one file, and there are \(paths.count) to mend")
    }
    if let fixed, fixed != "-", isSameFile(paths[0], fixed) {
      throw UsageError("\(fixed) is both input and output; use --in-place")
    }
    if inPlace, paths.contains("-") {
      throw UsageError("standard input has no place to be mended in; leave --in-place out")
    }
  }

  private func output(of path: String) -> String {
    inPlace ? path : fixed ?? fixedPath(of: path)
  }

  /// Mends the files; gives those that are to be checked then: the mended ones, and the others as they
  /// are. What went to standard output is none of them.
  func mend(
    _ paths: [String], _ validator: Validator, _ global: GlobalOptions
  ) throws -> [String] {
    var checked: [String] = []
    for path in paths {
      let fix = try Tamis.fix(
        path, to: output(of: path), validator, allowsUnsafe: unsafeFixes, global.jobOptions)
      if !global.quiet {
        let place = fix.output.map { output in
          output == "-" ? ": standard output" : output == path ? "" : ": \(output)"
        }
        Console.say(fix.report.sentence("Fixed") + (place ?? ""))
      }
      let result = fix.output ?? path
      if result != "-" { checked.append(result) }
    }
    return checked
  }

  /// Shows the changes; true where there are some.
  func showDiff(
    of paths: [String], _ validator: Validator, to path: String, _ global: GlobalOptions
  ) throws -> Bool {
    let writer = try openOutput(path: path)
    var total = FixReport()
    for path in paths {
      let fix = try Tamis.fixDiff(
        path, to: output(of: path), validator, allowsUnsafe: unsafeFixes, global.jobOptions
      ) { try writer.write($0) }
      total.add(fix.report)
    }
    try writer.finish()
    if !global.quiet { Console.say(total.sentence("Would fix")) }
    return total.total > 0
  }
}
