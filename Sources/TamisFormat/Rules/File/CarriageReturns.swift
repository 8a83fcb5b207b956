import TamisCore

/// E011 crlf.
///
/// What it checks: lines end in a line feed alone.
/// Why: nothing breaks, since a carriage return is white space to JSON; but the same data with
/// other line ends has other checksums.
/// Source: https://jsonlines.org
struct CarriageReturns: FileRule {
  static let rule = Rule("E011", "crlf")

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard file.facts.hasCarriageReturns, file.isLines else { return [] }
    return [FileVerdict(message: "lines end in CR LF, as on Windows; that is accepted")]
  }
}
