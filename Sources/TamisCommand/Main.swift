import ArgumentParser
import Tamis
import TamisCore

/// The command `tamis`: the verbs, and how their errors become exit codes.
@main
struct TamisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tamis",
    abstract: "Turns raw text, CSV and XML into data that a fine-tuning API or a trainer accepts.",
    discussion: """
      Records flow through a pipe as JSON Lines:

        tamis ingest tickets.csv --field prompt=question --field completion=answer \\
          | tamis clean | tamis dedupe | tamis split --train 0.9 --validation 0.05 --test 0.05 \\
          | tamis format --to openai-chat -o out/
        tamis validate --target openai-chat out/train.jsonl

      'tamis run' does the same from a recipe, in one process and with a manifest.

      Exit codes: 0 fine, 1 findings at or above --fail-on, 2 usage, unreadable input or broken
      configuration, 3 a bug of ours, 130 interrupted.
      """,
    version: TamisVersion.current,
    subcommands: [
      IngestCommand.self, CleanCommand.self, DedupeCommand.self, SplitCommand.self,
      FormatCommand.self, ValidateCommand.self, TargetsCommand.self, ExplainCommand.self,
      RenderCommand.self, InspectCommand.self, TokenizeCommand.self, CostCommand.self,
      TokenizerCommand.self,
      RunCommand.self,
    ])

  static func main() {
    PartialFiles.removeOnInterrupt()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      ExitStatus(for: error, of: self).end()
    }
  }
}
