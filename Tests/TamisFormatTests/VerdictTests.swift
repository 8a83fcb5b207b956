import TamisCore
import TamisFormat
import Testing

/// Our verdict beside that of the vendors' own tools, on the cases that were recorded from them.
///
/// Each difference stands in `Fixtures/targets/verdict-differences.tsv` with its reason: case, theirs,
/// ours, reason. `UPDATE_GOLDEN=1` writes the table anew and keeps the reasons; one that has none
/// yet is `?`, which fails.
@Suite(.enabled(if: sharedFolder != nil, "needs the shared data: TAMIS_SHARED"))
struct VerdictTests {
  struct Row {
    var name: String
    var theirs: String
    var ours: String
    var reason = "?"
  }

  static let table = fixture("targets/verdict-differences.tsv")

  /// "ok" or "refused", and what is said.
  static func verdict(
    _ target: String, _ bytes: [UInt8], path: String = "t.jsonl"
  ) throws -> (word: String, rules: String) {
    let findings = Validator(
      target: try Target.named(target), ignoring: ["V001", "V002", "V005"]
    ).findings(inBytes: bytes, path: path).filter { $0.severity == .error }
    if findings.isEmpty { return ("ok", "") }
    return ("refused", Set(findings.map(\.rule.code)).sorted().joined(separator: " "))
  }

  /// Together's targets by the fields of a record, as its tool goes by them.
  static func togetherTarget(_ bytes: [UInt8]) -> String {
    let line = Array(bytes.prefix { $0 != 0x0A })
    guard let root = try? JSONDocument(line).root else { return "together-chat" }
    if root["preferred_output"] != nil { return "together-preference" }
    if root["prompt"] != nil || root["completion"] != nil { return "together-instruction" }
    if root["text"] != nil, root["messages"] == nil { return "together-text" }
    return "together-chat"
  }

  static func cases(_ file: String) throws -> JSONValue {
    let path = try #require(sharedFolder) + "/data/finetune/\(file)"
    return try JSONDocument(try #require(contents(of: path))).root
  }

  static func differences() throws -> (rows: [Row], count: Int) {
    var rows: [Row] = []
    var count = 0
    func compare(_ name: String, _ theirs: String, _ ours: (word: String, rules: String)) {
      count += 1
      if theirs == ours.word { return }
      let rules = ours.rules.isEmpty ? "" : " " + ours.rules
      rows.append(Row(name: name, theirs: theirs, ours: ours.word + rules))
    }
    for entry in try cases("together_cases.json").elements {
      let lines = entry["lines"]?.elements.map { $0.string ?? "" } ?? []
      guard !lines.isEmpty, entry["file"]?.string?.hasSuffix(".jsonl") == true else { continue }
      let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
      compare(
        entry["name"]?.string ?? "", entry["expect_valid"]?.kind == .true ? "ok" : "refused",
        try verdict(togetherTarget(bytes), bytes))
    }
    for entry in try cases("mistral_common_cases.json").elements {
      guard entry["mode"]?.isString("finetuning") == true, let messages = entry["messages"] else {
        continue
      }
      let json = String(decoding: messages.json.filter { $0 != 0x0A }, as: UTF8.self)
      var record = "{\"messages\":\(json)"
      if let tools = entry["tools"] {
        record += ",\"tools\":"
        record += String(decoding: tools.json.filter { $0 != 0x0A }, as: UTF8.self)
      }
      compare(
        entry["name"]?.string ?? "", entry["expect_valid"]?.kind == .true ? "ok" : "refused",
        try verdict("mistral", Array((record + "}\n").utf8)))
    }
    try compareProbes(compare)
    return (rows, count)
  }

  /// The peers whose verdicts on probes are comparable: the target, and the kinds of probe.
  static let peers: [(peer: String, target: String, kinds: [String])] = [
    ("openai-cookbook", "openai-chat", ["chat"]),
    ("together-2.14.0", "together", ["chat", "tools", "vision", "dpo", "pc", "text"]),
    ("mistral-common-1.13.1-v3", "mistral", ["chat", "tools"]),
    ("aws-claude", "bedrock-claude", ["claude"]),
    ("aws-nova-lite", "bedrock-nova", ["converse"]),
    ("aws-llama3.2-converse", "bedrock-converse", ["converse"]),
    ("aws-llama3.1-pc", "bedrock-completion", ["pc"]),
    ("torchtune", "torchtune-chat", ["chat"]),
    ("llamafactory-openai", "llama-factory-openai", ["chat"]),
  ]

  static func compareProbes(
    _ compare: (String, String, (word: String, rules: String)) -> Void
  ) throws {
    for probe in try cases("probe_verdicts.json").elements {
      let name = probe["name"]?.string ?? ""
      let path = try #require(sharedFolder) + "/data/finetune/probes/\(name).jsonl"
      guard let bytes = contents(of: path) else { continue }
      for (peer, target, kinds) in peers where kinds.contains(probe["kind"]?.string ?? "") {
        var theirs: String?
        for (key, value) in probe["verdicts"]?.members ?? probe.members where key.string == peer {
          theirs = value["verdict"]?.string
        }
        guard let theirs else { continue }
        let target = target == "together" ? togetherTarget(bytes) : target
        compare(
          "\(peer)/\(name)", theirs == "ok" || theirs == "warn" ? "ok" : "refused",
          try verdict(target, bytes, path: "\(name).jsonl"))
      }
    }
  }

  static func known() -> [Row] {
    let text = String(decoding: contents(of: table) ?? [], as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(
        name: cells[0], theirs: cells.count > 1 ? cells[1] : "",
        ours: cells.count > 2 ? cells[2] : "",
        reason: cells.count > 3 ? cells[3] : "?")
    }
  }

  @Test("our verdict is that of the vendor's tool, or the table says why not")
  func verdicts() throws {
    var (rows, count) = try Self.differences()
    let known = Self.known()
    for index in rows.indices {
      rows[index].reason = known.first { $0.name == rows[index].name }?.reason ?? "?"
    }
    if updatesGoldenFiles {
      let lines = rows.map { "\($0.name)\t\($0.theirs)\t\($0.ours)\t\($0.reason)\n" }
      write("case\ttheirs\tours\treason\n" + lines.joined(), to: Self.table)
    }
    print("\(count) verdicts compared, \(rows.count) differ")
    #expect(count > 300)
    for row in rows {
      let entry = known.first { $0.name == row.name }
      #expect(
        entry?.ours == row.ours && entry?.theirs == row.theirs && row.reason != "?",
        "\(row.name): theirs \(row.theirs), ours \(row.ours)")
    }
    #expect(
      Set(known.map(\.name)).subtracting(rows.map(\.name)).isEmpty, "rows that are not needed")
  }
}
