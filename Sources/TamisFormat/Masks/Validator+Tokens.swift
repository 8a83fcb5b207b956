public import TamisCore
public import TamisTokenizers

extension Validator {
  /// All rules about tokens, by code: those that `checkTokens` has asked.
  public static let tokenRules: [Rule] =
    TokenRules.severities.map(\.rule).sorted { $0.code < $1.code }

  /// Has the rules about tokens asked too, but for those in `ignoring`, codes or names. Without a
  /// maximum length it is the longest that any model of the target takes.
  ///
  /// Throws where the tokenizer cannot make an encoder.
  public mutating func checkTokens(
    _ options: TokenCheckOptions, ignoring: Set<String> = []
  ) throws(TokenizerError) {
    let layout = target.profile.layout
    var options = options
    if options.maximumLength == nil {
      options.maximumLength = target.profile.contextTokens.map(\.tokens).max()
    }
    if target.profile.severity(of: SpecialTokenText.rule) != nil {
      options.knownSpecialTokens = target.profile.specialTokens.values.map { Array($0.utf8) }
    }
    options.knowsTrainedMarks = target.profile.severity(of: UserTurnTrained.rule) != nil
    _ = try TokenChecks(options, layout: layout)
    var severities: [String: Severity] = [:]
    for (rule, severity) in TokenRules.severities
    where !ignoring.contains(rule.code) && !ignoring.contains(rule.name) {
      severities[rule.code] = severity
    }
    furtherChecks = ValidateStage.FurtherChecks(
      make: { [options] in
        // The same call has succeeded above, and depends on nothing else.
        guard let checks = try? TokenChecks(options, layout: layout) else { return [] }
        return [
          { _, chat, reporter in
            checks.check(chat.document) { rule, node, words in
              reporter.report(rule, at: node, words)
            }
          }
        ]
      }, severities: severities)
  }

  /// What is wrong with the tokenizer and its template themselves. Said once for a run, about the
  /// first file, `path`.
  public func findings(
    about options: TokenCheckOptions, path: String, ignoring: Set<String> = []
  ) -> [Finding] {
    TokenRules.ofTokenizers.flatMap { rule -> [Finding] in
      if ignoring.contains(rule.rule.code) || ignoring.contains(rule.rule.name) { return [] }
      return rule.check(options.model).map {
        Finding(
          rule.rule, target.profile.severity(of: rule.rule) ?? rule.severity,
          at: SourceLocation(file: path), $0, target: target.name)
      }
    }
  }
}
