import ArgumentParser
import Tamis
import TamisFormat

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format",
    abstract: "Writes records the way a target wants them.",
    discussion: """
      Examples:

        tamis format --to openai-chat --system "You answer tickets." records.jsonl -o out/
        tamis format --from openai-chat --to bedrock-nova train.jsonl -o nova/
        tamis format --map prompt=question,completion=answer --to mlx-chat faq.jsonl -o data/

      How records are laid out is seen by their fields, and said under -v; --from says it where they fit
      more than one, and --map where fields have names of their own.

      Nothing is left out in silence. Fields that mean nothing to a target are told; a record that says
      what the target has no place for (an image, a tool call, a weight, a system message) is rejected,
      with the reason and what would resolve it: --drop leaves such a thing out, --fold-system puts the
      system message before the first question.

      With -o DIR/ records that 'split' has marked go to DIR/train.jsonl, DIR/validation.jsonl and
      DIR/test.jsonl, others to DIR/data.jsonl, under the names that the target's loader looks for; what
      it reads beside them (dataset_info.json, template.json) is written too.

      Targets: \(Target.names.joined(separator: ", ")).

      Layouts: \(Layouts.all.map { $0.name }.joined(separator: ", ")).

      Memory: O(1). Time: O(bytes).
      """)

  @Option(help: ArgumentHelp("What to write for; 'tamis targets' tells more.", valueName: "target"))
  var to: String

  @Option(
    help: ArgumentHelp(
      "How the records are laid out. Default: as they look.", valueName: "layout"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Which field of the records is which of the layout.", valueName: "field=name,…"))
  var map: String?

  @Option(help: ArgumentHelp("A system message for records that have none.", valueName: "text"))
  var system: String?

  @Flag(
    help: "Put system messages before the first question where the target has no place for them.")
  var foldSystem = false

  @Option(
    help: ArgumentHelp(
      "What to leave out where the target has no place for it; may be repeated: "
        + "\(Droppable.list).", valueName: "kind"))
  var drop: [String] = []

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = FormatStep()
    step.to = to
    step.from = from
    step.map = map
    step.system = system
    step.foldSystem = foldSystem
    step.drop = drop
    step.rejects = stream.rejects
    try stream.run(step)
  }
}
