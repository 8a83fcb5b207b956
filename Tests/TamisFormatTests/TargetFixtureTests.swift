import TamisCore
import TamisFormat
import Testing

/// The findings of each fixture are those of the `.expected` file beside it; `UPDATE_GOLDEN=1`
/// writes these anew.
///
/// A line is `line:column severity code pointer message`, with `-` for what a finding does not
/// have. Fixtures are short: L001 (too few examples) and V001 (the target's dates) are left out but
/// where the fixture is named after them.
@Suite struct TargetFixtureTests {
  static let folder = "targets/openai-chat"

  static func files(_ kind: String) -> [String] {
    names(in: fixture("\(folder)/\(kind)")).filter { !$0.hasSuffix(".expected") }
      .map { "\(kind)/\($0)" }
  }

  static func findings(_ file: String) throws -> [Finding] {
    let path = fixture("\(folder)/\(file)")
    let bytes = try #require(contents(of: path))
    let name = file.split(separator: "/").last ?? ""
    let ignored = ["L001", "V001"].filter { !name.hasPrefix($0) }
    return Validator(target: try Target.named("openai-chat"), ignoring: Set(ignored))
      .findings(inBytes: bytes, path: String(name))
  }

  static func render(_ findings: [Finding]) -> String {
    findings.map { finding in
      let place = finding.location
      let position = place.line.map { "\($0):\(place.column ?? 0)" } ?? "-"
      let pointer = place.pointer.map { $0.isEmpty ? "\"\"" : $0 } ?? "-"
      return "\(position) \(finding.severity.rawValue) \(finding.rule.code) \(pointer) "
        + finding.message + "\n"
    }.joined()
  }

  @Test(
    "each fixture has the findings that its golden file tells",
    arguments: files("valid") + files("invalid"))
  func golden(_ file: String) throws {
    let rendered = Self.render(try Self.findings(file))
    let golden = fixture("\(Self.folder)/\(file).expected")
    if updatesGoldenFiles { write(rendered, to: golden) }
    let expected = try #require(contents(of: golden), "no \(golden); make it with UPDATE_GOLDEN=1")
    #expect(rendered == String(decoding: expected, as: UTF8.self))
  }

  @Test(
    "a valid fixture has ten examples and nothing worse than an info", arguments: files("valid"))
  func valid(_ file: String) throws {
    let bytes = try #require(contents(of: fixture("\(Self.folder)/\(file)")))
    let findings = Validator(target: try Target.named("openai-chat"))
      .findings(inBytes: bytes, path: file)
    #expect(findings.allSatisfy { $0.severity == .info }, "\(Self.render(findings))")
  }

  @Test("each invalid fixture breaks the rule that it is named after", arguments: files("invalid"))
  func named(_ file: String) throws {
    let name = file.split(separator: "/").last ?? ""
    let code = String(name.prefix(4))
    #expect(try Self.findings(file).contains { $0.rule.code == code })
  }

  @Test("each rule of the target has a fixture that breaks it")
  func complete() throws {
    let target = try Target.named("openai-chat")
    var broken: Set<String> = []
    for file in Self.files("invalid") {
      broken.formUnion(try Self.findings(file).map(\.rule.code))
    }
    // These need a file, a record or an image of many megabytes, many examples, a second file or a
    // later day; they are tested elsewhere. No list of the layout has a length that is wanted.
    let elsewhere: Set<String> = ["D010", "L003", "L005", "L007", "S008", "V002", "V004"]
    #expect(Set(target.profile.rules.keys).subtracting(broken) == elsewhere)
  }

  @Test("each rule of a profile exists, and each rule that exists is in some profile")
  func profilesNameRules() {
    let known = Set(Validator.rules.map(\.code))
    var asked: Set<String> = []
    for target in Target.all {
      #expect(known.isSuperset(of: target.profile.rules.keys), "\(target.name)")
      asked.formUnion(target.profile.rules.keys)
    }
    #expect(known == asked)
    #expect(Set(Validator.rules.map(\.name)).count == Validator.rules.count)
  }
}
