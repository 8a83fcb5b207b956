import Foundation
import Testing

/// `tamis targets` and `tamis explain`.
struct ValidateExplainTests {
  @Test("all targets are listed with layout, status and the day on which they were looked at")
  func targets() throws {
    let bench = try Workbench()
    let json = try bench.tamis("targets", "--format", "json")
    let text = try bench.tamis("targets")
    #expect(json.status == 0 && text.status == 0)
    #expect(json.targetNames.contains("openai-chat"))
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == json.targetNames.count + 1)
    let line = try #require(lines.first { $0.hasPrefix("openai-chat ") })
    #expect(line.contains("closing 2027-01-14"))
    #expect(line.contains("at least 10 examples"))
  }

  @Test("the facts of a target come with source, day and certainty")
  func explainTarget() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis("explain", "target", "openai-chat")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("min examples: 10 examples\n    https://"))
    #expect(outcome.output.contains("checked 2026-"))
    #expect(try bench.tamis("explain", "openai-chat").output == outcome.output)
    let mistyped = try bench.tamis("explain", "target", "openai-chta")
    #expect(mistyped.status == 2 && mistyped.errors.contains("did you mean 'openai-chat'?"))
  }

  @Test("a rule is explained by code and by name, in the order of the manual")
  func explainRule() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis("explain", "R002")
    #expect(outcome.status == 0)
    #expect(try bench.tamis("explain", "not-alternating").output == outcome.output)
    let titles = [
      "R002 not-alternating", "What it checks", "Why", "Use instead", "Fix", "Applies to",
      "References",
    ]
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.filter { !$0.hasPrefix(" ") } == titles)
    #expect(lines.allSatisfy { $0.count <= 80 || $0.contains("https://") })
    let mistyped = try bench.tamis("explain", "R0022")
    #expect(mistyped.status == 2 && mistyped.errors.contains("did you mean 'R002'?"))
  }

  @Test("every rule that a target has is explained")
  func complete() throws {
    let bench = try Workbench()
    let rules =
      try JSONSerialization.jsonObject(
        with: Data(try bench.tamis("explain", "--format", "json").output.utf8)) as? [String: Any]
    let documented = Set(
      (rules?["rules"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String })
    let targets =
      try JSONSerialization.jsonObject(
        with: Data(try bench.tamis("targets", "--format", "json").output.utf8)) as? [String: Any]
    for target in targets?["targets"] as? [[String: Any]] ?? [] {
      let used = (target["rules"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
      #expect(Set(used).subtracting(documented).isEmpty, "\(target["name"] ?? "")")
    }
  }
}
