import Tamis
import TamisCore
import TamisFormat

/// A target for people.
struct TargetText {
  private let profile: Profile

  init(_ profile: Profile) { self.profile = profile }

  /// What it is and its limits, in a few lines.
  var summary: String {
    var lines = heading
    for date in profile.lifecycle.dates { lines.append("  \(date.date)  \(date.what)") }
    for limit in profile.limits { lines.append("  \(Self.label(limit.name)): \(limit.amount)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every fact with its source, the day on which it was looked at, and how certain it is.
  var full: String {
    var lines = heading
    if !profile.lifecycle.dates.isEmpty { lines += ["", "Dates"] }
    for date in profile.lifecycle.dates {
      lines += ["  \(date.date)  \(date.what)", Self.source(date.provenance)]
    }
    if !profile.limits.isEmpty { lines += ["", "Limits"] }
    for limit in profile.limits {
      let note = limit.note.map { ", \($0)" } ?? ""
      lines += [
        "  \(Self.label(limit.name)): \(limit.amount)\(note)", Self.source(limit.provenance),
      ]
    }
    if !profile.contextTokens.isEmpty {
      lines += ["", "Tokens for each example"]
      lines += profile.contextTokens.map { "  \($0.model): \(grouped($0.tokens))" }
      if !profile.overLength.isEmpty { lines.append("  longer ones: \(profile.overLength)") }
    }
    if !profile.roles.isEmpty {
      lines += ["", "Roles"]
      lines += profile.roles.map { "  \($0.name): \($0.keys.joined(separator: ", "))" }
    }
    lines += turns
    for (title, values) in valueLists where !values.values.isEmpty {
      lines += ["", title]
      lines += wrapped(values.values.joined(separator: "  "), indent: 2)
      lines.append(Self.source(values.provenance))
    }
    lines += ["", "Rules"]
    for severity in Severity.allCases.reversed() {
      let codes = profile.rules.filter { $0.value == severity }.keys.sorted()
      if !codes.isEmpty {
        lines += wrapped("\(severity.rawValue): \(codes.joined(separator: " "))", indent: 2)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    [
      "\(profile.name): \(profile.title)",
      "  layout \(profile.layout), \(profile.lifecycle.status.rawValue)",
    ]
  }

  private var turns: [String] {
    guard let turns = profile.turns else { return [] }
    var lines = ["", "Turns"]
    for state in ["start", "system", "user", "assistant", "call", "tool"] {
      guard let next = turns.next[state], !next.isEmpty else { continue }
      lines.append("  after \(state): \(next.joined(separator: ", "))")
    }
    lines.append("  last: \(turns.last.joined(separator: ", "))")
    return lines + [Self.source(turns.provenance)]
  }

  private var valueLists: [(String, Profile.Values)] {
    [
      (profile.allowsOtherFields ? "Fields, besides others" : "Fields", profile.fields),
      ("File names end in", profile.extensions),
      ("Image types", profile.imageTypes), ("Image sources", profile.imageSchemes),
      ("Special tokens", profile.specialTokens), ("Reserved text", profile.reservedStrings),
      ("Regions", profile.regions),
    ]
  }

  private static func label(_ name: String) -> String {
    name.split(separator: "_").joined(separator: " ")
  }

  private static func source(_ provenance: Profile.Provenance) -> String {
    "    \(provenance.source)\n    checked \(provenance.checked), \(provenance.certainty)"
  }
}

/// `text` in lines of at most 80 columns, each behind `indent` spaces. Words that are longer stand alone.
func wrapped(_ text: String, indent: Int) -> [String] {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + word.count + indent + 1 > 80 {
      lines.append(margin + line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  if !line.isEmpty { lines.append(margin + line) }
  return lines
}
