import ArgumentParser
import Tamis

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Repairs the text of records and drops what is too short or too long.",
    discussion: """
      Example: tamis clean --min-length 20 --rejects short.jsonl records.jsonl > clean.jsonl

      Rules, in their order; leave one out with --ignore:
        C001 line-ends           CR LF, CR and NEL become LF
        C002 control-characters  U+0000 to U+001F and U+007F to U+009F go, but for tab and line ends
        C003 nfc                 Unicode Normalization Form C
        C004 white-space         blanks at line ends, empty lines past one, and both ends of the text
        C010 too-short           fewer characters than --min-length (default 1)
        C011 too-long            more characters than --max-length

      Memory: O(1), the longest record. Time: O(bytes).
      """)

  @Option(
    help: ArgumentHelp(
      "A field to clean; may be repeated. Default: all string fields.", valueName: "name"))
  var field: [String] = []

  @Option(help: ArgumentHelp("A rule to leave out; may be repeated.", valueName: "rule"))
  var ignore: [String] = []

  @Option(help: ArgumentHelp("Fewest characters in the cleaned fields together.", valueName: "n"))
  var minLength: Int?

  @Option(help: ArgumentHelp("Most characters in the cleaned fields together.", valueName: "n"))
  var maxLength: Int?

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = CleanStep()
    step.field = field
    step.ignore = ignore
    step.minLength = minLength
    step.maxLength = maxLength
    step.rejects = stream.rejects
    try stream.run(step)
  }
}
