import ArgumentParser
import Tamis
import TamisCore
import TamisFormat

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Counts the tokens of records, and what a training run over them comes to.",
    discussion: """
      Examples:

        tamis cost --tokenizer gpt-4o records.jsonl
        tamis cost --tokenizer gpt-4o --target openai-chat --price 25 out/train.jsonl --format json
        tamis cost --tokenizer Llama-3.1-8B-Instruct/ --template llama3.1 --max-length 4096 train.jsonl

      Counted are the field 'text', else the content of 'messages', else 'prompt' and 'completion', or
      the fields that --field names. With --template it is the rendered text, as a trainer reads it,
      and how much of it is learned.

      --target says by whose formula tokens are charged, --epochs how often they are read (default: 1;
      for OpenAI what its own notebook computes). No prices are built in, since they age: --price is
      what a million tokens cost. For each --max-length: the tokens that are computed when every
      example is padded to it, when examples are packed (best fit decreasing, as TRL does), and what is
      cut off.

      Tokenizers are named as for 'tamis tokenize'. Memory: O(1). Time: O(bytes).
      """)

  /// How the counts are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var tokens: TokenOptions

  @Option(help: ArgumentHelp("A field to count; may be repeated.", valueName: "name"))
  var field: [String] = []

  @Option(
    help: ArgumentHelp(
      "Count what a trainer reads: a chat template, a file or the name of a built-in one; 'own' is "
        + "the tokenizer's.", valueName: "file|name"))
  var template: String?

  @Option(
    help: "With --template what is learned: assistant-only, completion-only, last-turn or all.")
  var strategy = MaskStrategy.assistantOnly

  @Option(help: ArgumentHelp("The target whose formula counts.", valueName: "target"))
  var target: String?

  @Option(help: ArgumentHelp("How often each token is read.", valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens that an example may have; may be repeated.", valueName: "n"))
  var maxLength: [Int] = []

  @Option(
    name: [.customLong("price"), .customLong("price-per-million")],
    help: ArgumentHelp("What a million tokens cost, in a currency of yours.", valueName: "amount"))
  var price: Double?

  @Option(help: "How the counts are written: text or json.")
  var format = Format.text

  @Argument(help: ArgumentHelp("Files of records; '-' and none are standard input."))
  var files: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let price, !(price >= 0 && price <= 1e9) {
      throw ValidationError("--price must be from 0 to 1,000,000,000")
    }
    if let epochs, !(1...1000).contains(epochs) {
      throw ValidationError("--epochs must be from 1 to 1,000")
    }
    for length in maxLength where !(1...16_777_216).contains(length) {
      throw ValidationError("--max-length must be from 1 to 16,777,216")
    }
    if template != nil, !field.isEmpty {
      throw ValidationError("--field counts fields and --template examples; give one of them")
    }
  }

  func run() throws {
    if files.isEmpty || files == ["-"], Console.isInputTerminal {
      throw UsageError("cost reads records from standard input, which is a terminal; name files")
    }
    if let target { _ = try Tamis.target(named: target) }
    let reporter = Reporter(global)
    let (report, summary) = try count(reporter.observer)
    let output = StandardOutput()
    try output.write(Array((format == .json ? report.json : report.text).utf8))
    try output.finish()
    try reporter.finish(summary)
  }

  private func count(_ observer: JobObserver) throws -> (CostReport, PipelineSummary) {
    let count: TokenCount
    let summary: PipelineSummary
    let loaded: LoadedTokenizer
    if let template {
      let model = try LoadedChatTokenizer(
        named: tokens.tokenizer, encoding: tokens.encoding,
        template: template == "own" ? nil : template)
      loaded = model.loaded
      (count, summary) = try countLearnedTokens(
        files, with: model.chat, MaskOptions(strategy: strategy, templatesPrompts: true),
        global.jobOptions, observer)
    } else {
      loaded = try LoadedTokenizer(named: tokens.tokenizer, encoding: tokens.encoding)
      (count, summary) = try countTokens(
        files, with: loaded, fields: field,
        options: TokenizeOptions(
          addSpecialTokens: tokens.addSpecialTokens, allowedSpecial: tokens.allowSpecial),
        global.jobOptions, observer)
    }
    var report = CostReport(
      count: count, tokenizer: loaded.name, hash: loaded.hash.hex, price: price)
    report.countsLearned = template != nil
    if target != nil || epochs != nil {
      let formula = CostFormula(target: target)
      let epochs = self.epochs ?? formula.epochs(examples: count.records)
      report.run = CostReport.Run(
        target: target, epochs: epochs, isOwnEpochs: self.epochs != nil, formula: formula,
        tokens: formula.tokens(count, epochs: epochs, longest: maxLength.max()))
    }
    report.lengths = maxLength.map { PackedLengths(count.lengths, rowLength: $0) }
    return (report, summary)
  }
}
