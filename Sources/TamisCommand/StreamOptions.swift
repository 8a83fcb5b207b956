import ArgumentParser
import Tamis

/// The options of the verbs in the middle of the pipe, which read records and write them.
struct StreamOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the records go; '-' is standard output.", valueName: "path"))
  var output = "-"

  @Option(help: ArgumentHelp("A file for the records that are left out.", valueName: "path"))
  var rejects: String?

  @Argument(help: ArgumentHelp("Files of records; '-' and none are standard input."))
  var files: [String] = []

  @OptionGroup var global: GlobalOptions

  /// Takes the records through `step`.
  func run(_ step: any Step) throws {
    if files.isEmpty || files == ["-"], Console.isInputTerminal {
      throw UsageError(
        "\(step.verb) reads records from standard input, which is a terminal; "
          + "name files, or see 'tamis \(step.verb) --help'")
    }
    try runJob(
      Job(source: .records(files), steps: [step], output: output, options: global.jobOptions),
      global)
  }
}

/// Runs `job` and tells the user what became of it.
func runJob(_ job: Job, _ options: GlobalOptions) throws {
  let reporter = Reporter(options)
  let result = try job.run(reporter.observer)
  try reporter.finish(result.summary)
}
