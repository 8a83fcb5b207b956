import TamisCore
import TamisFormat

/// Rules as a command line names them: by code (`R002`), by name (`not-alternating`) or by the start of
/// the codes of a family (`R`, `E0`), several with commas between them.
public enum RuleSelection {
  /// The codes of the rules that `words` name.
  public static func codes(_ words: [String]) throws(UsageError) -> Set<String> {
    var codes: Set<String> = []
    for word in words {
      for name in word.split(separator: ",", omittingEmptySubsequences: false) {
        codes.formUnion(try matches(String(name)))
      }
    }
    return codes
  }

  /// The severities that `words`, each `RULE=LEVEL`, give to rules, by code. Of two words about the same
  /// rule the later one holds.
  public static func severities(_ words: [String]) throws(UsageError) -> [String: Severity] {
    var severities: [String: Severity] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let severity = Severity(rawValue: String(parts[1])) else {
        throw UsageError(
          "--severity takes RULE=LEVEL with a level of error, warning or info, not '\(word)'")
      }
      for code in try codes([String(parts[0])]) { severities[code] = severity }
    }
    return severities
  }

  /// All rules that there are, those about tokens among them.
  private static let known: [Rule] = Set(Validator.rules + Validator.tokenRules)
    .sorted { ($0.code, $0.name) < ($1.code, $1.name) }

  private static func matches(_ word: String) throws(UsageError) -> [String] {
    let rules = known
    if let exact = rules.first(where: { $0.code == word || $0.name == word }) {
      return [exact.code]
    }
    let family = rules.filter { !word.isEmpty && $0.code.hasPrefix(word) }.map(\.code)
    if !family.isEmpty { return family }
    let near = nearest(to: word, among: rules.map(\.name) + rules.map(\.code))
    throw UsageError(
      "there is no rule '\(word)'; "
        + (near.map { "did you mean '\($0)'?" } ?? "'tamis explain' lists the rules"))
  }
}
