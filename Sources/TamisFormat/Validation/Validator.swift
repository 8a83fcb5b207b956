import TamisCore

/// Says what is wrong with data on its way to a target, before anything is uploaded.
///
///     let validator = Validator(target: try Target.named("openai-chat"))
///     for finding in validator.findings(inBytes: bytes, path: "train.jsonl") { … }
public struct Validator: Sendable {
  public let target: Target
  /// The target's profile with the rules that are asked, and no others.
  let profile: Profile
  private let policy: FindingPolicy
  private let today: String?
  /// What is asked about each record besides the rules of the target.
  var furtherChecks: ValidateStage.FurtherChecks?

  /// A validator that asks the rules of `target`.
  ///
  /// - Parameters:
  ///   - select: the only rules that are asked: codes, names, or the letters of families (`"R"`).
  ///     All of them where it is `nil`.
  ///   - ignoring: rules that are not asked, in the same words.
  ///   - severities: how bad it is to break a rule, by code or name, where that is not what the
  ///     target's profile says. A rule that the profile does not have is asked then too.
  ///   - today: the day, `2026-11-24`, by which facts are old; nobody asks where it is `nil`.
  public init(
    target: Target, select: Set<String>? = nil, ignoring: Set<String> = [],
    severities: [String: Severity] = [:], today: String? = nil
  ) {
    self.target = target
    self.today = today
    var profile = target.profile
    for rule in Self.rules {
      if let severity = severities[rule.code] ?? severities[rule.name] {
        profile.rules[rule.code] = severity
      }
    }
    let ignored = Set(
      Self.rules.filter { rule in
        Self.names(rule, ignoring) || !(select.map { Self.names(rule, $0) } ?? true)
      }.map(\.code))
    for code in ignored { profile.rules[code] = nil }
    self.profile = profile
    policy = FindingPolicy(target: profile.name, severities: profile.rules, ignored: ignored)
  }

  /// True where one of `words` is the rule's code, its name, or the start of its code.
  private static func names(_ rule: Rule, _ words: Set<String>) -> Bool {
    if words.contains(rule.code) || words.contains(rule.name) { return true }
    return words.contains { $0.count < 4 && !$0.isEmpty && rule.code.hasPrefix($0) }
  }

  /// All rules that there are, by code.
  public static let rules: [Rule] = {
    var all = Set(LineRules.all.map { $0.rule })
    all.formUnion(RecordRules.all.map { $0.rule })
    all.formUnion(FileRules.all.map { $0.rule })
    all.formUnion(VendorRules.all.map { $0.rule })
    return all.sorted { $0.code < $1.code }
  }()

  /// A stage that does the work in a pipeline. One is for one run.
  public func makeStage() -> ValidateStage {
    ValidateStage(profile: profile, policy: policy, today: today, furtherChecks: furtherChecks)
  }

  /// A kernel by itself, for those who want all places of a record: `findingsPerRule` is how many
  /// findings of one rule a record may get.
  func makeKernel(findingsPerRule: Int = Reporter.limit) -> any Kernel {
    ValidateKernel(profile, StatisticsTable(), findingsPerRule: findingsPerRule)
  }

  /// All that is wrong with a file whose content is `bytes`, in the order of the places; what is
  /// about the file as a whole comes last.
  ///
  /// Linear; holds a decoded copy of the file.
  public func findings(inBytes bytes: [UInt8], path: String) -> [Finding] {
    var facts = FileFacts(path: path)
    bytes.withUnsafeBytes { facts.observe($0) }
    let stage = makeStage()
    var kernel = stage.makeKernel()
    var findings: [Finding] = []
    let decoded = MemoryLines(bytes, facts)
    decoded.forEachBatch { batch in
      kernel.process(batch)
      stage.fold(batch)
      findings += batch.findings
    }
    findings += decoded.failure.flatMap { policy.apply($0) }.map { [$0] } ?? []
    return findings + stage.finish([facts])
  }
}
