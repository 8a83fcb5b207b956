import ArgumentParser
import Tamis
import TamisCore
import TamisFormat

struct TargetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract: "Lists the targets: what they read, whether they are open, and their limits.",
    discussion: """
      Examples:

        tamis targets
        tamis targets openai-chat together-chat
        tamis targets --format json

      A target is what 'tamis format --to' writes for and 'tamis validate --target' checks for. Each fact
      has a source and the day on which it was looked at; 'tamis explain target NAME' shows them all.

      Memory: O(1). Time: O(1).
      """)

  /// How the targets are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How the targets are written: text or json.")
  var format = Format.text

  @Argument(help: "The targets to list; all where none is named.")
  var names: [String] = []

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let targets = names.isEmpty ? Target.all : try names.map { try Tamis.target(named: $0) }
    let text: String
    switch format {
    case .json: text = TargetJSON.list(targets.map(\.profile))
    case .text where names.isEmpty: text = TargetTable(targets.map(\.profile)).text
    case .text: text = targets.map { TargetText($0.profile).summary }.joined(separator: "\n")
    }
    let output = StandardOutput()
    try output.write(Array(text.utf8))
    try output.finish()
  }
}

/// The targets as a table, a line each.
private struct TargetTable {
  private let rows: [[String]]

  init(_ profiles: [Profile]) {
    rows =
      [["TARGET", "LAYOUT", "STATUS", "CHECKED", "LIMITS"]]
      + profiles.map { profile in
        [
          profile.name, profile.layout, Self.status(of: profile), profile.lastChecked ?? "-",
          Self.limits(of: profile),
        ]
      }
  }

  /// Closing targets with the last date, by which they are gone.
  private static func status(of profile: Profile) -> String {
    let status = profile.lifecycle.status
    guard status != .open, let last = profile.lifecycle.dates.map(\.date).max() else {
      return status.rawValue
    }
    return "\(status.rawValue) \(last)"
  }

  private static func limits(of profile: Profile) -> String {
    let wanted = ["min_examples", "max_examples", "max_file_bytes", "max_tokens_per_example"]
    return wanted.compactMap { profile.limit($0)?.phrase }.joined(separator: ", ")
  }

  var text: String {
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width + 2 - cell.count)
      }
      line += row[4]
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

extension Profile {
  /// The newest day on which one of the facts was looked at.
  var lastChecked: String? {
    (limits.map(\.provenance.checked) + lifecycle.dates.map(\.provenance.checked)
      + [fields.provenance.checked, extensions.provenance.checked]).filter { !$0.isEmpty }.max()
  }
}

extension Profile.Limit {
  /// `at least 10 examples`, `at most 512 MiB`.
  var phrase: String {
    let bound = name.hasPrefix("min") ? "at least " : name.hasPrefix("max") ? "at most " : ""
    return bound + amount
  }

  /// The number with its unit; bytes in the largest unit that divides them.
  var amount: String {
    if unit != "bytes" {
      let isPlural = value != 1 || !unit.hasSuffix("s")
      return "\(grouped(value)) \(isPlural ? unit : String(unit.dropLast()))"
    }
    for (size, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
    where value > 0 && value % size == 0 {
      return "\(grouped(value / size)) \(name)"
    }
    return "\(grouped(value)) bytes"
  }
}
