import TamisCore

/// Findings to render, and how to render them.
enum FindingsSamples {
  /// One list of findings that has every shape a renderer has to cope with.
  static let all: [Finding] = makeSamples()

  /// A summary that has counted `findings`.
  static func summary(
    of findings: [Finding], records: Int = 10_412, target: String? = "openai-chat",
    failLevel: Severity? = .error
  ) -> FindingSummary {
    var summary = FindingSummary(recordsChecked: records, target: target, failLevel: failLevel)
    for finding in findings { summary.count(finding) }
    return summary
  }

  /// What the renderer of `format` makes of `findings`.
  static func render(
    _ findings: [Finding], as format: FindingFormat, color: Bool = false, maxPerRule: Int? = 5
  ) -> [UInt8] {
    var renderer = format.makeRenderer(
      options: .init(color: color, maxPerRule: maxPerRule, toolVersion: "1.2.3"))
    var output = ByteBuffer()
    renderer.begin(into: &output)
    for finding in findings { renderer.render(finding, into: &output) }
    renderer.end(summary(of: findings), into: &output)
    return output.array
  }

  /// What the renderer of `format` makes of `findings`, as characters.
  static func text(
    _ findings: [Finding], as format: FindingFormat = .text, maxPerRule: Int? = 5
  ) -> String {
    String(decoding: render(findings, as: format, maxPerRule: maxPerRule), as: UTF8.self)
  }

  /// What `init(of:in:)` takes from `record`.
  static func evidence(of range: Range<Int>, in record: [UInt8]) -> Finding.Evidence {
    record.withUnsafeBytes { Finding.Evidence(of: range, in: $0) }
  }
}

private func makeSamples() -> [Finding] {
  var findings: [Finding] = []
  let chat =
    Array(
      #"{"messages": [{"role": "user", "content": "Can you help?"}, {"role": "assistant", "content": "#
        .utf8)
    + Array(#""Sure."}, {"role": "assistant", "content": "Here you are."}]}"#.utf8)
  findings.append(
    Finding(
      Rule("R002", "not-alternating"), .error,
      at: place(104, line: 1042, start: 204_800, record: 1041, pointer: "/messages/2/role"),
      "two assistant messages in a row",
      evidence: FindingsSamples.evidence(of: 104..<123, in: chat),
      fix: .init(.unsafe, "merge the two messages"), target: "openai-chat"))

  let emoji = Array(#"{"😀": "x", "y": nul}"#.utf8)
  findings.append(
    Finding(
      .syntaxError, .error,
      at: SourceLocation(file: "-", line: 5, column: 20, byteOffset: 121, record: 4),
      "unexpected '}', not [this](https://example.com)",
      evidence: FindingsSamples.evidence(of: 19..<22, in: emoji)))
  let broken = Array(#"{"id": 1, "text": "cut o"#.utf8)
  for line in 3...9 {
    findings.append(
      Finding(
        .syntaxError, .error,
        at: place(broken.count, line: line, start: line * 25, record: line - 1),
        "the JSON ends early",
        evidence: FindingsSamples.evidence(of: broken.count..<broken.count + 1, in: broken)))
  }
  let latin = Array(#"{"text": "caf"#.utf8) + [0xE9] + Array(#" noir, 3"#.utf8) + [0xE2, 0x82]
  findings.append(
    Finding(
      .invalidUTF8, .error, at: place(13, line: 12, start: 300, record: 11, pointer: "/text"),
      "the bytes are not UTF-8", evidence: FindingsSamples.evidence(of: 13..<14, in: latin),
      fix: .init(.safe, "name the encoding with --encoding")))

  let hostile = Array("tab\t\u{1B}[2J\u{7}\u{9B}31m \u{202E}txt.exe\u{2066}\r\nend".utf8)
  findings.append(
    Finding(
      Rule("X001", "literal-special-token"), .warning,
      at: SourceLocation(
        file: "evil\u{1B}[31m.jsonl", line: 1, column: 5, record: 0, pointer: "/a\u{202E}\u{7F}"),
      "the text holds '\u{1B}[2J'\r\nand is 100% hostile, they say: yes",
      evidence: FindingsSamples.evidence(of: 4..<8, in: hostile),
      fix: .init(.displayOnly, "remove\u{0}\u{85}it"),
      target: "to\u{1B}gether"))

  let wide = Array(#"{"title": "日本語のé́ 👩‍👧 タイトル", "n": 1}"#.utf8)
  findings.append(
    Finding(
      Rule("E020", "mojibake"), .warning,
      at: place(20, line: 7, start: 900, record: 6, pointer: "/title"), "three characters in doubt",
      evidence: FindingsSamples.evidence(of: 20..<27, in: wide)))
  let longCJK = Array(String(repeating: "語", count: 60).utf8)
  findings.append(
    Finding(
      Rule("E021", "replacement-character"), .warning, at: place(90, line: 8, start: 0),
      "cut inside of characters on both sides",
      evidence: FindingsSamples.evidence(of: 90..<93, in: longCJK)))

  let long = Array(String(repeating: "abcdefghij", count: 60).utf8)
  findings.append(
    Finding(
      Rule("T001", "over-limit"), .error,
      at: place(300, line: 10_000, start: 1 << 33, record: 9_999),
      "20,480 tokens, limit 16,384 (+4,096)",
      evidence: FindingsSamples.evidence(of: 300..<500, in: long)))

  let keys = Array(#"{"a/b": {"m~n": 1, "m~n": 2}}"#.utf8)
  findings.append(
    Finding(
      .duplicateKey, .warning,
      at: SourceLocation(
        file: "data, part 1: été 100%.jsonl", line: 2, column: 20, byteOffset: 50, record: 1,
        pointer: "/a~1b/m~0n"),
      "the key \"m~n\" stands there twice",
      evidence: FindingsSamples.evidence(of: 19..<24, in: keys)))

  findings.append(
    Finding(
      Rule("L001", "too-few-examples"), .error, at: SourceLocation(file: "train.jsonl"),
      "8 examples, at least 10 are needed", target: "openai-chat"))
  findings.append(
    Finding(
      Rule("S102", "id-out-of-vocab"), .error,
      at: SourceLocation(file: "shards/train 00001.bin", byteOffset: 4096),
      "token 50,304, the vocabulary ends at 50,256"))
  findings.append(
    Finding(
      Rule("T005", "very-short"), .info, at: SourceLocation(file: "train.jsonl", line: 77),
      "3 tokens", evidence: .init(excerpt: [], highlight: 0..<0)))
  return findings
}

/// The place `offset` bytes into a line of train.jsonl that starts at the byte `start` of the file.
private func place(
  _ offset: Int, line: Int, start: Int, record: Int? = nil, pointer: String? = nil
) -> SourceLocation {
  SourceLocation(
    file: "train.jsonl", line: line, column: offset + 1, byteOffset: start + offset,
    record: record, pointer: pointer)
}
