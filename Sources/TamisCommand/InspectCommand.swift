import ArgumentParser
import Tamis
import TamisCore
import TamisFormat
import TamisTokenizers

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows one record: what it means, its tokens, and which of them are learned.",
    discussion: """
      Examples:

        tamis inspect train.jsonl --record 7
        tamis inspect train.jsonl --record 7 --mask --tokenizer Llama-3.1-8B-Instruct/
        tamis inspect train.jsonl --mask --tokenizer tokenizer.json --template llama3 --format json

      Records are numbered from 0, as in findings. With --mask, tokens that are learned are green, or
      in [brackets] where there is no colour, special tokens stand in ⟦boxes⟧, and │ stands between
      tokens. What belongs to an answer is everything behind its role header, the end-of-turn token
      included; {% generation %} in a template says it instead.

      Tokenizers are named as for 'tamis tokenize'; a folder's chat template and special tokens are
      found beside it. --template names another: a file, or a built-in one.

      Memory: O(record). Time: O(bytes before the record).
      """)

  /// How the record is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: ArgumentHelp("Which record, from 0.", valueName: "n"))
  var record = 0

  @Flag(help: "Show the tokens, and which of them are learned.")
  var mask = false

  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp("The layout of the record, if it is not recognised.", valueName: "layout"))
  var from: String?

  @Option(help: "Which answer of a pair: chosen or rejected.")
  var side = AnswerSide.chosen

  @Option(help: "How the record is written: text or json.")
  var format = Format.text

  @Argument(help: "A file of JSON Lines; '-' and none are standard input.")
  var file = "-"

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if record < 0 { throw ValidationError("--record counts from 0") }
    if mask, model.tokenizer == nil { throw ValidationError("--mask needs --tokenizer") }
  }

  func run() throws {
    if file == "-", Console.isInputTerminal {
      throw UsageError("inspect reads standard input, which is a terminal; name a file")
    }
    let found = try NumberedRecord(record, of: file, limit: global.maxRecord.bytes)
    let place = "\(file == "-" ? "standard input" : file):\(found.line)"
    let reader = ExampleReader(layout: try layout())
    let (example, name) = try found.json.withUnsafeBytes { json in
      do throws(LayoutFailure) { return try reader.read(json) } catch {
        throw UsageError("\(place): record \(record): \(error.message)")
      }
    }
    let shown = ShownRecord(
      place: place, number: record, line: found.line, file: file, layout: name,
      evidence: reader.evidence(for: name) ?? name)
    let output = StandardOutput()
    if mask {
      try output.write(maskView(of: example, shown))
    } else {
      let view = RecordView(record: shown, example: example)
      try output.write(Array((format == .json ? view.json : view.text).utf8))
    }
    try output.finish()
  }

  private func maskView(of example: Example, _ shown: ShownRecord) throws -> [UInt8] {
    guard let loaded = try model.load() else { return [] }
    do {
      let masker = try LossMasker(loaded.chat, model.maskOptions)
      let mask = try masker.mask(example, side: side.side)
      let view = MaskView(
        mask: mask, model: loaded, options: model.maskOptions, record: shown,
        usesColor: global.usesColor(onStandardOutput: true))
      return Array((format == .json ? view.json : view.text).utf8)
    } catch let error as LossMaskError {
      throw UsageError("\(shown.place): record \(record): \(error)")
    } catch let error as TokenizerError {
      throw UsageError(error.description)
    }
  }

  private func layout() throws -> (any Layout.Type)? {
    guard let from else { return nil }
    do throws(UnknownName) { return try Layouts.named(from) } catch {
      throw UsageError(
        "there is no layout '\(from)'" + suggestion(for: from, among: error.known))
    }
  }
}

/// The answer of a pair that is meant.
enum AnswerSide: String, ExpressibleByArgument, CaseIterable {
  case chosen, rejected

  var side: LossMasker.Side { self == .chosen ? .chosen : .rejected }
}

/// Which record is shown, and where it was found.
struct ShownRecord {
  /// File and line.
  var place: String
  var number: Int
  var line: Int
  var file: String
  var layout: String
  /// What told the layout.
  var evidence: String
}
