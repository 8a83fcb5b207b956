import ArgumentParser
import Tamis
import TamisCore
import TamisFormat

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a rule checks and why, or what is known about a target.",
    discussion: """
      Examples:

        tamis explain R002
        tamis explain not-alternating --format json
        tamis explain target openai-chat
        tamis explain

      A rule is named by code or name; without one all are listed. Of a target every fact is told with its
      source, the day on which it was looked at, and whether the source is official.

      Memory: O(1). Time: O(1).
      """)

  /// How it is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How it is written: text or json.")
  var format = Format.text

  @Argument(
    help: ArgumentHelp("A rule, or 'target' and the name of one.", valueName: "rule|target name"))
  var words: [String] = []

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let output = StandardOutput()
    try output.write(Array(try explanation().utf8))
    try output.finish()
  }

  private func explanation() throws -> String {
    switch words.count {
    case 0: return format == .json ? RuleJSON.list(RuleDocumentation.all) : ruleTable
    case 1: return try explain(words[0])
    case 2 where words[0] == "target": return explain(try Tamis.target(named: words[1]))
    default:
      throw UsageError("explain takes one rule, or 'target' and the name of one")
    }
  }

  private func explain(_ word: String) throws -> String {
    if let rule = RuleDocumentation.named(word) {
      return format == .json ? RuleJSON.list([rule]) : RuleText(rule).text
    }
    if let target = Target.all.first(where: { $0.name == word }) { return explain(target) }
    let names = RuleDocumentation.all.flatMap { [$0.code, $0.name] } + Target.all.map(\.name)
    let near = nearest(to: word, among: names).map { "did you mean '\($0)'?" }
    throw UsageError(
      "there is no rule '\(word)'; " + (near ?? "'tamis explain' lists the rules"))
  }

  private func explain(_ target: Target) -> String {
    format == .json ? TargetJSON.list([target.profile]) : TargetText(target.profile).full
  }

  private var ruleTable: String {
    RuleDocumentation.all.map { "\($0.code)  \($0.name)\n" }.joined()
  }
}

/// A rule for people.
struct RuleText {
  private let rule: RuleDocumentation

  init(_ rule: RuleDocumentation) { self.rule = rule }

  var text: String {
    var lines = ["\(rule.code) \(rule.name)"]
    for section in rule.sections where section.title != "Source" {
      lines += ["", section.title] + wrapped(section.text, indent: 2)
    }
    lines += ["", "Fix"]
    if let fix = rule.fix {
      lines += wrapped("\(fix.applicability): \(fix.text)", indent: 2)
    } else {
      lines += ["  none: it is for people to mend"]
    }
    lines += ["", "Applies to"] + appliesTo
    for section in rule.sections where section.title == "Source" {
      lines += ["", "References"] + wrapped(section.text, indent: 2)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var appliesTo: [String] {
    let lists = Severity.allCases.reversed().flatMap { severity -> [String] in
      let names = Target.all.map(\.profile).filter { $0.rules[rule.code] == severity }.map(\.name)
      return names.isEmpty
        ? [] : wrapped("\(severity.rawValue): \(names.joined(separator: ", "))", indent: 2)
    }
    return lists.isEmpty ? ["  no target by itself"] : lists
  }
}

/// Rules for programs: `{"schema":"tamis.rules/1","rules":[…]}`, a rule on each line.
enum RuleJSON {
  /// What there is to say about `rules`.
  static func list(_ rules: [RuleDocumentation]) -> String {
    var json = ByteBuffer()
    json.append(#"{"schema":"tamis.rules/1","rules":["#)
    for (index, rule) in rules.enumerated() {
      json.append(index == 0 ? "\n" : ",\n")
      json.append(#"{"code":"\#(rule.code)","name":"\#(rule.name)","sections":["#)
      for (place, section) in rule.sections.enumerated() {
        json.append(place == 0 ? #"{"title":"# : #",{"title":"#)
        JSONString.encode(section.title, into: &json)
        json.append(#","text":"#)
        JSONString.encode(section.text, into: &json)
        json.append("}")
      }
      json.append("]")
      if let fix = rule.fix {
        json.append(#","fix":{"applicability":"\#(fix.applicability)","text":"#)
        JSONString.encode(fix.text, into: &json)
        json.append("}")
      }
      json.append(#","targets":{"#)
      var separator = ""
      for profile in Target.all.map(\.profile) {
        guard let severity = profile.rules[rule.code] else { continue }
        json.append(#"\#(separator)"\#(profile.name)":"\#(severity.rawValue)""#)
        separator = ","
      }
      json.append("}}")
    }
    json.append("\n]}\n")
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
