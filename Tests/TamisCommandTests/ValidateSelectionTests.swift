import Foundation
import Testing

/// Which findings `tamis validate` tells: selection, severities, baselines, several targets.
struct ValidateSelectionTests {
  private static func example(_ n: Int, _ role: String = "user") -> String {
    #"{"messages":[{"role":"\#(role)","content":"Is it \#(n)?"},{"role":"assistant","content":"Yes."}]}"#
      + "\n"
  }

  /// Two assistant messages in a row, an unknown role, and few examples.
  private static let bad =
    example(0)
    + #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"assistant","content":"c"}]}"#
    + "\n" + example(2, "human")

  private func codes(_ bench: Workbench, _ options: String...) throws -> [String] {
    let line =
      "tamis validate --target openai-chat --ignore V004,T --output-format csv "
      + options.joined(separator: " ") + " train.jsonl"
    let rows = try bench.shell(line).output.split(separator: "\r\n").dropFirst()
    return rows.map { String($0.split(separator: ",")[1]) }
  }

  @Test("rules are selected and left out by code, name and family")
  func selection() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let all = try codes(bench)
    #expect(all == ["R002", "R001", "L001", "V001"])
    #expect(try codes(bench, "--select R") == ["R002", "R001"])
    #expect(try codes(bench, "--select R,L001 --ignore R002") == ["R001", "L001"])
    #expect(try codes(bench, "--select not-alternating --select V") == ["R002", "V001"])
    #expect(try codes(bench, "--ignore R0,V001") == ["L001"])
  }

  @Test("severities decide over the verdict and the exit code")
  func severities() throws {
    let bench = try Workbench()
    try bench.write(
      "train.jsonl",
      (0..<12).map { Self.example($0) }.joined() + Self.bad.split(separator: "\n")[1] + "\n")
    let line = "tamis validate --target openai-chat train.jsonl "
    let warned = try bench.shell(line)
    #expect(warned.status == 0 && warned.output.contains("READY WITH WARNINGS"))
    let failed = try bench.shell(line + "--severity R002=error")
    #expect(failed.status == 1 && failed.output.contains("error[R002]"))
    #expect(try bench.shell(line + "--severity R=info").output.contains("READY for openai-chat"))
    #expect(try bench.shell(line + "--severity R002=error --exit-zero").status == 0)
  }

  @Test(
    "a mistyped name is answered with the one that was meant",
    arguments: [
      ("--target opnai-chat", "openai-chat"), ("--target openai-chat --select R0022", "R002"),
      ("--target openai-chat --ignore not-alternatin", "not-alternating"),
      ("--target openai-chat --severity R002=fatal", "error, warning or info"),
      ("--target openai-chat --output-fromat json", "--output-format"),
      ("--target openai-chat --write-baseline", "--baseline"),
    ])
  func suggestions(options: String, hint: String) throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let outcome = try bench.shell("tamis validate \(options) train.jsonl")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  }

  @Test("a baseline accepts what was there, wherever it goes, and nothing else")
  func baseline() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let line = "tamis validate --target openai-chat --ignore V004,T --baseline known.json "
    let written = try bench.shell(line + "--write-baseline train.jsonl")
    #expect(written.status == 0 && written.output == "")
    #expect(written.errors == "known.json: 4 findings are accepted from now on\n")
    let same = try bench.shell(line + "train.jsonl")
    #expect(same.status == 0)
    #expect(
      same.output
        == "READY for openai-chat: no findings in 3 records (and 4 of the baseline)\n")
    let lines = Self.bad.split(separator: "\n").map(String.init)
    try bench.write(
      "train.jsonl", (lines.reversed() + [Self.example(9, "humn")]).joined(separator: "\n"))
    let moved = try bench.shell(line + "--output-format concise train.jsonl")
    #expect(moved.status == 1)
    #expect(moved.output.contains("train.jsonl:4:"))
    #expect(!moved.output.contains("R002"))
    try bench.write("known.json", "[]")
    let broken = try bench.shell(line + "train.jsonl")
    #expect(broken.status == 2 && broken.errors.contains("not a baseline of tamis"))
  }

  @Test("what of one file is in another is found, whichever comes first")
  func overlap() throws {
    let bench = try Workbench()
    let examples = (0..<24).map { Self.example($0) }
    try bench.write("train.jsonl", examples[..<14].joined())
    try bench.write("valid.jsonl", examples[12...].joined())
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--select", "D010", "--output-format", "concise",
      "train.jsonl", "valid.jsonl")
    #expect(outcome.output.contains("valid.jsonl:1:1: "), "\(outcome)")
    #expect(outcome.output.contains("valid.jsonl:2:1: "))
    #expect(!outcome.output.contains("valid.jsonl:3:"))
    #expect(outcome.output.hasSuffix("of 26 records\n"))
  }

  @Test("json for one target names it, its verdict and its summary")
  func json() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--output-format", "json", "train.jsonl")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let json = try #require(object as? [String: Any])
    #expect(json["schema"] as? String == "tamis.findings/1")
    #expect(json["target"] as? String == "openai-chat")
    #expect(json["verdict"] as? String == "NOT READY")
    let summary = try #require(json["summary"] as? [String: Any])
    #expect(summary["records"] as? Int == 3)
    let findings = try #require(json["findings"] as? [[String: Any]])
    let role = try #require(findings.first { $0["rule"] as? String == "R001" })
    #expect(role["line"] as? Int == 3 && role["record"] as? Int == 2)
    #expect(role["column"] as? Int == 22)
    #expect(
      role["byte_offset"] as? Int == Self.bad.utf8.count - Self.example(2, "human").utf8.count + 21)
    #expect(role["pointer"] as? String == "/messages/0/role")
    #expect(role["name"] as? String == "unknown-role" && role["severity"] as? String == "error")
    #expect((role["fingerprint"] as? String)?.count == 32)
  }

  @Test("several targets give a verdict each, in one pass over standard input")
  func targets() throws {
    let bench = try Workbench()
    let names = try bench.tamis("targets", "--format", "json").targetNames.prefix(3)
    var arguments = ["validate", "--output-format", "json"]
    for name in names { arguments += ["--target", name] }
    let outcome = try bench.tamis(arguments, input: Self.bad)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let json = try #require(object as? [String: Any])
    if names.count == 1 { return }
    let verdicts = try #require(json["targets"] as? [[String: Any]])
    #expect(verdicts.map { $0["target"] as? String ?? "" } == Array(names))
    for verdict in verdicts {
      let name = try #require(verdict["target"] as? String)
      let alone = try bench.tamis(
        ["validate", "--output-format", "json", "--target", name], input: Self.bad)
      let single = try JSONSerialization.jsonObject(with: Data(alone.output.utf8)) as? [String: Any]
      #expect(single?["verdict"] as? String == verdict["verdict"] as? String, "\(name)")
      let findings = json["findings"] as? [[String: Any]] ?? []
      #expect(
        findings.count { $0["target"] as? String == name }
          == (single?["findings"] as? [Any])?.count, "\(name)")
    }
  }
}

extension Workbench.Outcome {
  /// The names in the output of `tamis targets --format json`.
  var targetNames: [String] {
    let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    return (object?["targets"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }
}

extension Workbench {
  /// Runs `tamis` with these arguments in the folder.
  func tamis(_ arguments: [String], input: String = "") throws -> Outcome {
    try write(".input", input)
    let words = arguments.map { "'\($0)'" }.joined(separator: " ")
    return try shell("tamis \(words) < .input")
  }
}
