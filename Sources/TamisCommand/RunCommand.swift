import ArgumentParser
import Tamis

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a recipe: the same stages in one process, with a manifest.",
    discussion: """
      Example: tamis run recipe.yaml --jobs 4

      The bytes that come out are those of the pipe that --print-pipe prints. The manifest holds the
      SHA-256 of inputs, outputs and recipe, the counts of each stage and the version.
      """)

  @Argument(help: "The recipe, in YAML.")
  var recipe: String

  @Flag(help: "Print the pipe of shell commands that does the same, and stop.")
  var printPipe = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let recipe = try Recipe(contentsOf: recipe)
    if printPipe {
      print(recipe.pipe)
      return
    }
    let reporter = Reporter(global)
    let result = try recipe.run(global.jobOptions, reporter.observer)
    try reporter.finish(result.job.summary)
  }
}
