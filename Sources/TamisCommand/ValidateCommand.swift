import ArgumentParser
import Tamis
import TamisCore
import TamisFormat
import TamisTokenizers

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks files against the rules of targets before they are uploaded.",
    discussion: """
      Examples:

        tamis validate --target openai-chat train.jsonl
        tamis validate --target together-chat --target mistral train.jsonl --output-format json
        tamis validate --target openai-chat --fix --diff train.jsonl
        tamis validate --target openai-chat --select R,X001 --severity R002=error train.jsonl

      Several files are one data set: records of train.jsonl that valid.jsonl has too are found.

      All findings come in one pass, each with file, line, byte column and JSON Pointer, and last the
      verdict for each target: READY, READY WITH WARNINGS or NOT READY. The exit code is 1 for what is
      not ready. 'tamis explain RULE' says what a rule is about, 'tamis targets' what there is to check for.

      Formats: text, concise (a line each), json, jsonl, sarif (GitHub code scanning), github
      (annotations in a workflow), junit (GitLab, Jenkins) and csv. JSON carries "schema" with a version;
      for one target it has "target", "verdict" and "summary", for several a list "targets" of these.

      Fixes: --fix writes what can be mended without a change of meaning to NAME.fixed.jsonl and checks
      that file; --unsafe-fixes also leaves records out, merges turns and the like; --diff shows the
      changes and writes nothing. Standard input is mended to standard output.

      A baseline holds findings that are accepted, by rule and content, not by line:
      --baseline known.json leaves them out, and with --write-baseline they are written.

      Memory: 23 to 35 bytes for each record and target, and 5,000 findings for sarif and junit.
      Time: O(bytes) for each target; with --fix twice that.
      """)

  @Option(
    help: ArgumentHelp(
      "A target to check for; may be repeated. 'tamis targets' lists them.", valueName: "target"))
  var target: [String]

  @Option(
    help: ArgumentHelp(
      "How findings are written: text, concise, json, jsonl, sarif, github, junit or csv.",
      valueName: "format"))
  var outputFormat = FindingFormat.text

  @OptionGroup var rules: RuleOptions
  @OptionGroup var baseline: BaselineOptions
  @OptionGroup var fixes: FixOptions
  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Tokens that an example may have, with --tokenizer. Default: the target's limit.",
      valueName: "n"))
  var maxLength: Int?

  @Option(
    help: ArgumentHelp(
      "How many findings of a rule the text shows before it only counts them; 0 shows all.",
      valueName: "n"))
  var maxPerRule = 5

  @Flag(help: "Exit with 0 whatever is found.")
  var exitZero = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the findings go; '-' is standard output.", valueName: "path"))
  var output = "-"

  @Argument(help: "Files of JSON Lines; '-' and none are standard input.")
  var files: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if target.isEmpty { throw ValidationError("--target is missing; 'tamis targets' lists them") }
    if maxPerRule < 0 { throw ValidationError("--max-per-rule must not be negative") }
  }

  func run() throws {
    let tokens = try tokenChecks()
    let validators = try makeValidators(tokens)
    let paths = files.isEmpty ? ["-"] : files
    if paths == ["-"], Console.isInputTerminal {
      throw UsageError("validate reads standard input, which is a terminal; name files")
    }
    var checked = paths
    if fixes.isOn {
      try fixes.check(paths, targets: validators.count)
      if fixes.diff {
        let hasChanges = try fixes.showDiff(of: paths, validators[0], to: output, global)
        if hasChanges, !exitZero { throw ExitStatus.FindingsFound() }
        return
      }
      checked = try fixes.mend(paths, validators[0], global)
      // What went to standard output cannot be read again.
      if checked.isEmpty { return }
    }
    let accepted = try baseline.load()
    let report = try FindingReport(
      format: outputFormat, to: output, targets: validators.map(\.target.name),
      baseline: accepted, collects: baseline.writeBaseline, maxPerRule: maxPerRule, global)
    let checks = try Tamis.check(checked, validators, global.jobOptions, finding: report.add)
    checks.forEach(report.count)
    if let tokens {
      for validator in validators {
        validator.findings(about: tokens, path: checked[0], ignoring: try rules.tokenRulesLeftOut)
          .forEach(report.add)
      }
    }
    if baseline.writeBaseline { return try baseline.write(report.found, global) }
    try report.finish()
    if !exitZero, global.failOn.isReached(by: report.worst) { throw ExitStatus.FindingsFound() }
  }

  private func makeValidators(_ tokens: TokenCheckOptions?) throws -> [Validator] {
    var names: [String] = []
    for name in target where !names.contains(name) { names.append(name) }
    let targets = try names.map { try Tamis.target(named: $0) }
    let selected = rules.select.isEmpty ? nil : try RuleSelection.codes(rules.select)
    let severities = try RuleSelection.severities(rules.severity)
    let ignored = try rules.ignored
    return try targets.map { target in
      var validator = Validator(
        target: target, select: selected, ignoring: ignored, severities: severities,
        today: Today.date)
      guard let tokens else { return validator }
      let leftOut = try rules.tokenRulesLeftOut
      do throws(TokenizerError) { try validator.checkTokens(tokens, ignoring: leftOut) } catch {
        throw UsageError("\(model.tokenizer ?? ""): \(error.description)")
      }
      return validator
    }
  }

  private func tokenChecks() throws -> TokenCheckOptions? {
    guard let loaded = try model.load() else {
      if maxLength != nil {
        throw UsageError("--max-length counts tokens; name the tokenizer with --tokenizer")
      }
      return nil
    }
    return TokenCheckOptions(
      model: loaded.chat, mask: model.maskOptions, maximumLength: maxLength)
  }
}

extension FindingFormat: ExpressibleByArgument {}

/// Which rules are asked, and how bad it is to break them.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The rules to ask, by code, name or the start of codes (M,X001); may be repeated.",
      valueName: "rules"))
  var select: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rules to leave out, named as for --select; may be repeated.", valueName: "rules"))
  var ignore: [String] = []

  @Option(
    help: ArgumentHelp(
      "How bad it is to break a rule: error, warning or info; may be repeated.",
      valueName: "rule=level"))
  var severity: [String] = []

  /// The codes that are left out.
  var ignored: Set<String> {
    get throws { try RuleSelection.codes(ignore) }
  }

  /// The rules about tokens that are left out, or not among those that were asked for.
  var tokenRulesLeftOut: Set<String> {
    get throws {
      let all = Set(Validator.tokenRules.map(\.code))
      let selected = select.isEmpty ? all : try RuleSelection.codes(select)
      return all.subtracting(selected).union(try ignored)
    }
  }
}

/// Findings that are known.
struct BaselineOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A file of findings that are accepted.", valueName: "path"))
  var baseline: String?

  @Flag(help: "Write all findings to the file that --baseline names, as accepted.")
  var writeBaseline = false

  func validate() throws {
    if writeBaseline, baseline == nil {
      throw ValidationError("--write-baseline needs a file to write to: --baseline known.json")
    }
  }

  /// The findings to leave out.
  func load() throws -> Baseline {
    guard let baseline, !writeBaseline else { return Baseline() }
    return try Baseline(path: baseline)
  }

  /// Writes the findings that are accepted from now on.
  func write(_ found: Baseline, _ global: GlobalOptions) throws {
    guard let baseline else { return }
    let writer = try openOutput(path: baseline)
    try writer.write(found.json)
    try writer.finish()
    if !global.quiet {
      Console.say("\(baseline): \(grouped(found.count)) findings are accepted from now on")
    }
  }
}
