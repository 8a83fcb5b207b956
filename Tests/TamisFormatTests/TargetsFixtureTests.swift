import TamisCore
import TamisFormat
import Testing

/// The fixtures of all targets but openai-chat, which has a suite of its own. See
/// `TargetFixtureTests` for the form of the `.expected` files.
@Suite struct TargetsFixtureTests {
  struct Fixture: CustomTestStringConvertible, Sendable {
    var target: String
    var file: String

    var testDescription: String { "\(target)/\(file)" }
    var name: String { String(file.split(separator: "/").last ?? "") }
    var path: String { fixture("targets/\(target)/\(file)") }
  }

  static let fixtures: [Fixture] = Target.names.filter { $0 != "openai-chat" }.flatMap { target in
    ["valid", "invalid"].flatMap { kind in
      names(in: fixture("targets/\(target)/\(kind)")).filter { !$0.hasSuffix(".expected") }
        .map { Fixture(target: target, file: "\(kind)/\($0)") }
    }
  }

  /// What is found, but for what is about short files and about the target itself.
  static func findings(_ fixture: Fixture) throws -> [Finding] {
    let ignored = ["L001", "V001", "V002", "V005"].filter { !fixture.name.hasPrefix($0) }
    let bytes = try #require(contents(of: fixture.path))
    return Validator(target: try Target.named(fixture.target), ignoring: Set(ignored))
      .findings(inBytes: bytes, path: fixture.name)
  }

  @Test("each fixture has the findings that its golden file tells", arguments: fixtures)
  func golden(_ fixture: Fixture) throws {
    let rendered = TargetFixtureTests.render(try Self.findings(fixture))
    if updatesGoldenFiles { write(rendered, to: "\(fixture.path).expected") }
    let expected = try #require(contents(of: "\(fixture.path).expected"))
    #expect(rendered == String(decoding: expected, as: UTF8.self))
  }

  @Test("a valid fixture has nothing worse than an info, an invalid one breaks its rule")
  func named() throws {
    for fixture in Self.fixtures {
      let findings = try Self.findings(fixture)
      if fixture.file.hasPrefix("valid") {
        #expect(
          findings.allSatisfy { $0.severity == .info },
          "\(fixture.testDescription): \(TargetFixtureTests.render(findings))")
      } else {
        let code = String(fixture.name.prefix(4))
        #expect(findings.contains { $0.rule.code == code }, "\(fixture.testDescription)")
      }
    }
  }

  @Test("each target has a valid and an invalid fixture")
  func complete() {
    for target in Target.names {
      for kind in ["valid", "invalid"] {
        #expect(!names(in: fixture("targets/\(target)/\(kind)")).isEmpty, "\(target)/\(kind)")
      }
    }
  }
}
