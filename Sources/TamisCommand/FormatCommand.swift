import ArgumentParser
import Tamis

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format",
    abstract: "Writes records the way a target wants them.",
    discussion: """
      Example: tamis format --to openai-chat --system "You answer tickets." records.jsonl -o out/

      Records have the fields 'prompt' and 'completion', or 'messages'; which, is seen by their fields.
      With -o DIR/ records that 'split' has marked go to DIR/train.jsonl, DIR/validation.jsonl and
      DIR/test.jsonl, others to DIR/data.jsonl.

      Memory: O(1). Time: O(bytes).
      """)

  @Option(help: ArgumentHelp("What to write for: openai-chat.", valueName: "target"))
  var to: String

  @Option(
    help: ArgumentHelp(
      "How the records are laid out: prompt-completion or openai-chat. Default: as they look.",
      valueName: "layout"))
  var from: String?

  @Option(help: ArgumentHelp("A system message for records that have none.", valueName: "text"))
  var system: String?

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = FormatStep()
    step.to = to
    step.from = from
    step.system = system
    step.rejects = stream.rejects
    try stream.run(step)
  }
}
