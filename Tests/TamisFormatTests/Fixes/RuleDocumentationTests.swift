import TamisCore
import Testing

@testable import TamisFormat

/// The documentation of rules says what the comments at the heads of their files say.
@Suite struct RuleDocumentationTests {
  private static let labels = [
    "What it checks", "What it tells", "Why", "Example", "Use instead", "Applies to", "Fix",
    "Source", "Sources",
  ]

  /// All doc comments of the rules' files, each as one line.
  private static let comments: [String] = {
    let folder = "\(packageFolder)/Sources"
    let rules = files(below: "\(folder)/TamisFormat/Rules", endingIn: ".swift")
      .map { "TamisFormat/Rules/\($0)" }
    return rules.flatMap { comments(in: contents(of: "\(folder)/\($0)") ?? []) }
  }()

  private static func comments(in bytes: [UInt8]) -> [String] {
    var found: [String] = []
    var block: [Substring] = []
    let lines: [Substring] = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    for line in lines + [""] {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("///") {
        block += line.dropFirst(3).split(separator: " ")
      } else if !block.isEmpty {
        // The name of a rule without a header stands in the code behind its comment.
        found.append((block + ["@"] + line.split(separator: " ")).joined(separator: " "))
        block = []
      }
    }
    return found
  }

  @Test(
    "each paragraph is in a comment, word for word", arguments: RuleDocumentation.all.map(\.code))
  func current(code: String) throws {
    let rule = try #require(RuleDocumentation.named(code))
    let own = Self.comments.filter { comment in
      comment.hasPrefix("\(code) \(rule.name).")
    }
    for section in rule.sections {
      let paragraph = "\(section.title): \(section.text) "
      #expect(
        own.contains { comment in
          guard let range = comment.firstRange(of: paragraph) else { return false }
          // Nothing of the paragraph is missing: the next one or the code follows.
          let rest = comment[range.upperBound...]
          return rest.hasPrefix("@") || Self.labels.contains { rest.hasPrefix("\($0):") }
        }, "run rule_documentation.py again: \(paragraph)")
    }
    // What a fix does, its own comment says best.
    let told = Self.labels.filter { $0 != "Fix" || rule.fix == nil }
    let paragraphs = own.reduce(0) { sum, comment in
      sum + told.reduce(0) { $0 + comment.ranges(of: " \($1): ").count }
    }
    #expect(paragraphs == rule.sections.count, "run rule_documentation.py again: \(code)")
  }

  @Test("every rule that there is has a documentation, under its name")
  func complete() {
    for rule in Validator.rules {
      #expect(RuleDocumentation.named(rule.code)?.name == rule.name, "\(rule)")
    }
    #expect(RuleDocumentation.all.map(\.code) == RuleDocumentation.all.map(\.code).sorted())
  }

  @Test("every rule says what it checks, why, and where that is known from")
  func sections() {
    for rule in RuleDocumentation.all {
      let titles = rule.sections.map(\.title)
      #expect(titles.contains("What it checks") || titles.contains("What it tells"), "\(rule.code)")
      #expect(titles.contains { $0.hasPrefix("Source") }, "\(rule.code)")
    }
  }
}
