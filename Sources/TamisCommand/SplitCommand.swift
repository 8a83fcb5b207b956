import ArgumentParser
import Tamis

struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divides records into training, validation and test sets.",
    discussion: """
      Example: tamis split --train 0.9 --validation 0.05 --test 0.05 records.jsonl -o splits/

      In a pipe, each record is marked with the field '_split', by which 'format -o DIR/' sorts them.
      With -o DIR the parts are written to DIR/train.jsonl, DIR/validation.jsonl and DIR/test.jsonl.

      The part follows from a hash of the record and the seed alone: adding records never moves others.

      Memory: O(1). Time: O(bytes).
      """)

  @Option(help: ArgumentHelp("Share of the training set.", valueName: "share"))
  var train = 0.0

  @Option(help: ArgumentHelp("Share of the validation set.", valueName: "share"))
  var validation = 0.0

  @Option(help: ArgumentHelp("Share of the test set.", valueName: "share"))
  var test = 0.0

  @Option(help: ArgumentHelp("Another seed, another division.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "A field that identifies a record; may be repeated. Default: all fields.",
      valueName: "name"))
  var by: [String] = []

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = SplitStep()
    step.train = train
    step.validation = validation
    step.test = test
    step.seed = seed
    step.by = by
    step.rejects = stream.rejects
    try stream.run(step)
  }
}
