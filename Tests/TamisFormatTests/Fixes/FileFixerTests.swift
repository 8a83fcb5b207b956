import TamisCore
import Testing

@testable import TamisFormat

/// What the fixes write, byte for byte.
@Suite struct FileFixerTests {
  private static let target = "openai-chat"

  private func fixed(_ text: String, unsafe: Bool = false) throws -> String {
    let outcome = try FixFixtures.fix(Array(text.utf8), for: Self.target, unsafe: unsafe)
    return String(decoding: outcome.bytes, as: UTF8.self)
  }

  private static let a =
    #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#
  private static let b =
    #"{"messages":[{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}"#

  @Test(
    "a file of another shape becomes JSON Lines",
    arguments: [
      "[\(a),\(b)]", "[\n\(a),\n\(b)\n]\n", "\(a)\r\n\(b)\r\n", "\(a)\r\(b)\r",
      "\u{FEFF}\(a)\n\(b)",
      "\n\(a)\n\n \n\(b)\n\n", "\(a),\n\(b),\n", "\(a)\(b)\n", "\(a) \(b)", " [ \(a) , \(b) ] ",
    ])
  func shapes(text: String) throws {
    let outcome = try FixFixtures.fix(Array(text.utf8), for: Self.target, unsafe: false)
    let result = String(decoding: outcome.bytes, as: UTF8.self)
    #expect(result.split(separator: "\n").map { $0.filter { $0 != " " } } == [Self.a, Self.b])
    #expect(result.hasSuffix("}\n"))
    #expect(outcome.report.total > 0)
  }

  @Test("a pretty-printed record becomes one line, whose strings keep their blanks")
  func prettyPrinted() throws {
    let text = """
      {
        "messages": [
          {"role": "user", "content": "a  b"},
          {
            "role": "assistant",
            "content": "c"
          }
        ]
      }
      \(Self.a)

      """
    #expect(
      try fixed(text)
        == #"{"messages": [{"role": "user", "content": "a  b"}, {"role": "assistant", "content": "c"}]}"#
        + "\n\(Self.a)\n")
  }

  @Test("text in UTF-16 becomes UTF-8, with a mark and without one")
  func wideText() throws {
    let text = Self.a + "\n" + Self.b + "\n"
    let little = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = Array(text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [[0xFF, 0xFE] + little, little, [0xFE, 0xFF] + big, big] {
      let outcome = try FixFixtures.fix(bytes, for: Self.target, unsafe: false)
      #expect(outcome.bytes == Array(text.utf8))
      #expect(outcome.report.rules.map(\.rule.code) == ["E005"])
    }
  }

  @Test(
    "a record is mended where it is wrong and nowhere else",
    arguments: [
      (#"{"role":"human","content":"a"}"#, #"{"role":"user","content":"a"}"#, false),
      (#"{"from":"human","value":"a"}"#, #"{"role":"user","content":"a"}"#, false),
      (#"{"Role":"user", "CONTENT":"a"}"#, #"{"role":"user", "content":"a"}"#, false),
      (#"{"role":"user","content":"a","weight":1}"#, #"{"role":"user","content":"a"}"#, false),
      (#"{"weight":0, "role":"user","content":"a"}"#, #"{"role":"user","content":"a"}"#, false),
      (
        "{\"role\":\"user\",\"content\":\"a\u{2028}\u{85}b\"}",
        #"{"role":"user","content":"a\u2028\u0085b"}"#, false
      ),
      (
        #"{"role":"user","content":["a",{"type":"text","text":"b"}]}"#,
        #"{"role":"user","content":[{"type": "text", "text": "a"},{"type":"text","text":"b"}]}"#,
        false
      ),
      (#"{"role":"user","content":"a","content":"a"}"#, #"{"role":"user","content":"a"}"#, false),
      (#"{"role":"user","content":"a","content":"b"}"#, #"{"role":"user","content":"b"}"#, true),
      (#"{"role":"user","content":"a","mood":{"x":[1]}}"#, #"{"role":"user","content":"a"}"#, true),
      (#"{"role":"user","content":"a\ud83d!"}"#, #"{"role":"user","content":"a!"}"#, true),
      (
        "{\"role\":\"user\",\"content\":\"Caf\u{C3}\u{A9}, it\u{E2}\u{20AC}\u{2122}s\"}",
        #"{"role":"user","content":"Café, it’s"}"#, true
      ),
      (
        #"{"role":"user","content":"a<|im_end|>b"}"#, #"{"role":"user","content":"a< |im_end|>b"}"#,
        true
      ),
    ] as [(String, String, Bool)])
  func messages(before: String, after: String, unsafe: Bool) throws {
    let record = { (message: String) in
      #"{"messages":[\#(message),{"role":"assistant","content":"b"}]}"# + "\n"
    }
    #expect(try fixed(record(before), unsafe: unsafe) == record(after))
    if unsafe { #expect(try fixed(record(before)) == record(before)) }
  }

  @Test(
    "arguments of calls become a string of JSON",
    arguments: [
      (#"{"city": "Paris"}"#, #""{\"city\": \"Paris\"}""#),
      (#""\"{\\\"city\\\": 1}\"""#, #""{\"city\": 1}""#),
    ])
  func arguments(before: String, after: String) throws {
    let record = { (json: String) in
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":\#(json)}}]}],"tools":[{"type":"function","function":{"name":"f"}}]}"#
        + "\n"
    }
    #expect(try fixed(record(before)) == record(after))
  }

  @Test("messages are merged, moved and left out where that was asked for")
  func turns() throws {
    let cases = [
      (
        #"{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"assistant","content":"c"}"#,
        #"{"role":"user","content":"a"},{"role":"assistant","content":"b\n\nc"}"#
      ),
      (
        #"{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}"#,
        #"{"role":"user","content":"a"},{"role":"assistant","content":"b"}"#
      ),
      (
        #"{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"assistant","content":"b"}"#,
        #"{"role":"system","content":"s"}, {"role":"user","content":"a"},{"role":"assistant","content":"b"}"#
      ),
      (
        #"{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"system","content":"t"},{"role":"assistant","content":"b"}"#,
        #"{"role":"system","content":"s\n\nt"},{"role":"user","content":"a"},{"role":"assistant","content":"b"}"#
      ),
    ]
    for (before, after) in cases {
      let record = { (messages: String) in #"{"messages":[\#(messages)]}"# + "\n" }
      #expect(try fixed(record(before), unsafe: true) == record(after))
    }
  }

  @Test("what no fix can help is left out, and only where that was asked for")
  func dropped() throws {
    for line in [
      #"{"messages":[{"role":"us"#, "[1]", #"{"messages":[]}"#, Self.a,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":""}]}"#,
    ] {
      let text = Self.a + "\n" + line + "\n" + Self.b + "\n"
      #expect(try fixed(text) == text)
      #expect(try fixed(text, unsafe: true) == Self.a + "\n" + Self.b + "\n", "\(line)")
    }
  }

  @Test("more mistakes in one record than are reported of one rule are all mended")
  func manyFindings() throws {
    let messages = (0..<300).map { #"{"from":"human","value":"\#($0)"}"# }.joined(separator: ",")
    let text = #"{"messages":[\#(messages),{"role":"assistant","content":"b"}]}"# + "\n"
    let result = try fixed(text)
    #expect(!result.contains("from") && !result.contains("human"))
    #expect(result.contains(#"{"role":"user","content":"299"}"#))
  }

  @Test("rules that are left out are not mended")
  func ignored() throws {
    let target = try Target.named(Self.target)
    let fixer = FileFixer(Validator(target: target, ignoring: ["J004", "R001"]))
    let text = Self.a.replacing("user", with: "human") + "\n\n" + Self.b + "\n"
    var output: [UInt8] = []
    _ = try fixer.fix(MemoryReader(Array(text.utf8)), path: "-") { output += $0.new }
    #expect(output == Array(text.utf8))
  }
}

extension String {
  fileprivate func replacing(_ word: String, with other: String) -> String {
    var result = ""
    var rest = Substring(self)
    while let range = rest.firstRange(of: word) {
      result += rest[..<range.lowerBound] + other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
