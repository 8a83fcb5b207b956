import TamisCore
import Testing

@testable import TamisFormat

/// What holds for every fix, over all fixtures of all targets.
@Suite struct FixPropertyTests {
  @Test(
    "a fix removes its finding, is made where it was promised, and is made once",
    arguments: FixFixtures.all, [false, true])
  func properties(_ fixture: FixFixtures.Case, unsafe: Bool) throws {
    let validator = try FixFixtures.validator(fixture.target)
    func findings(_ bytes: [UInt8]) -> [Finding] {
      validator.findings(inBytes: bytes, path: "train.jsonl")
    }
    let once = try FixFixtures.fix(fixture.bytes, with: validator, unsafe: unsafe)
    let (before, after) = (findings(fixture.bytes), findings(once.bytes))
    for entry in once.report.rules {
      // What no fix knows how to mend stays; what was mended is gone.
      let open = before.count { $0.rule.code == entry.rule.code }
      let left = after.count { $0.rule.code == entry.rule.code }
      #expect(left < max(open, 1), "\(entry.rule): \(open) findings, \(left) after the fix")
    }
    let promised = after.filter { finding in
      guard let fix = finding.fix, !Self.isKnownByTrying(finding.rule) else { return false }
      return fix.applicability == .safe
        || unsafe && fix.applicability == .unsafe && finding.severity > .info
    }
    #expect(promised.isEmpty, "\(promised.map { "\($0.rule) \($0.location) \($0.message)" })")
    let twice = try FixFixtures.fix(once.bytes, with: validator, unsafe: unsafe)
    #expect(twice.bytes == once.bytes, "\(String(decoding: twice.bytes, as: UTF8.self))")
    #expect(twice.report.total == 0, "\(twice.report.rules)")
    // Text in other encodings is decoded first.
    if !once.report.rules.contains(where: { $0.rule.code == "E005" }) {
      #expect(once.old == fixture.bytes, "bytes of the old text were lost on the way")
    }
    if once.report.total == 0 { #expect(once.bytes == fixture.bytes) }
  }

  /// Whether a record of one layout can be written in another is known only when that is tried.
  private static func isKnownByTrying(_ rule: Rule) -> Bool { rule.code == "S007" }

  @Test("lines in which nothing is mended keep their bytes")
  func keepsBytes() throws {
    let lines = [
      #"{ "messages" : [{"role":"user","content":"\u00e9\/ "}, {"role":"assistant","content":"b"}]  }"#,
      #"{"messages":[{"role":"human","content":"a"},{"role":"assistant","content":"b"}]}"#,
      #"  {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"c"}]}"#,
    ]
    let text = lines.joined(separator: "\n") + "\n"
    let fixed = try FixFixtures.fix(Array(text.utf8), for: "openai-chat", unsafe: true)
    #expect(
      fixed.kept.map { String(decoding: $0, as: UTF8.self) } == [lines[0] + "\n", lines[2] + "\n"])
  }

  @Test("the result does not depend on where the input is cut", arguments: [1, 100])
  func cuts(size: Int) throws {
    for fixture in FixFixtures.all
    where fixture.target == "openai-chat" && fixture.bytes.count < 4000 {
      for unsafe in [false, true] {
        let whole = try FixFixtures.fix(fixture.bytes, for: fixture.target, unsafe: unsafe)
        let cut = try FixFixtures.fix(
          fixture.bytes, for: fixture.target, unsafe: unsafe, blockSize: size)
        #expect(cut.bytes == whole.bytes, "\(fixture)")
        #expect(cut.report == whole.report, "\(fixture)")
      }
    }
  }

  @Test("each fix has a fixture that it changes, and is documented as safe or not")
  func complete() throws {
    let fixes = RecordFixes.all.map { $0.rule } + FileFixes.all.map(\.rule)
    for rule in fixes {
      let cases = FixFixtures.all.filter { $0.code == rule.code }
      let isMended = try cases.contains { fixture in
        // Of several fixes one may do the work of another: each is asked alone.
        let alone = Validator(target: try Target.named(fixture.target), select: [rule.code])
        let fixed = try FixFixtures.fix(fixture.bytes, with: alone, unsafe: true)
        return fixed.report.rules.map(\.rule.code) == [rule.code]
      }
      #expect(isMended, "no fixture is mended by the fix of \(rule)")
    }
    for rule in fixes {
      let documentation = RuleDocumentation.named(rule.code)
      #expect(documentation == nil || documentation?.fix != nil, "\(rule)")
    }
    for (rule, applicability) in FileFixes.all {
      guard let fix = RuleDocumentation.named(rule.code)?.fix else { continue }
      #expect(fix.applicability == applicability.rawValue, "\(rule)")
    }
  }
}
