import TamisCore

/// Says what is wrong with data on its way to a target, before anything is uploaded.
///
///     let validator = Validator(target: try Target.named("openai-chat"))
///     for finding in validator.findings(inBytes: bytes, path: "train.jsonl") { … }
public struct Validator: Sendable {
  public let target: Target
  private let profile: Profile
  private let policy: FindingPolicy

  /// A validator that asks all rules of `target` but those of `ignoring`, which are codes or names.
  public init(target: Target, ignoring: Set<String> = []) {
    self.target = target
    let ignored = Set(
      Self.rules.filter { ignoring.contains($0.code) || ignoring.contains($0.name) }.map(\.code))
    var profile = target.profile
    for code in ignored { profile.rules[code] = nil }
    self.profile = profile
    policy = FindingPolicy(target: profile.name, severities: profile.rules, ignored: ignored)
  }

  /// All rules that there are, by code.
  public static let rules: [Rule] = {
    let lines: [Rule] = [
      .invalidUTF8, .syntaxError, .notAnObject, .tooDeep, .recordTooLarge, .notJSONLines,
      .blankLine, .carriageReturnLines, .exactDuplicate, .targetClosing,
    ]
    let all = Set(lines + RecordRules.all.map { $0.rule } + FileRules.all.map { $0.rule })
    return all.sorted { $0.code < $1.code }
  }()

  /// A stage that does the work in a pipeline. One is for one run.
  public func makeStage() -> ValidateStage { ValidateStage(profile: profile, policy: policy) }

  /// All that is wrong with a file whose content is `bytes`, in the order of the places; what is
  /// about the file as a whole comes last.
  ///
  /// Linear; holds a decoded copy of the file.
  public func findings(inBytes bytes: [UInt8], path: String) -> [Finding] {
    var facts = FileFacts(path: path)
    bytes.withUnsafeBytes { facts.observe($0) }
    let stage = makeStage()
    let kernel = ValidateKernel(profile)
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
