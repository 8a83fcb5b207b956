import Foundation
import Testing

/// `tamis validate` as a check before an upload.
struct ValidateCommandTests {
  private static func example(_ n: Int, _ answer: String = "It is.") -> String {
    #"{"messages":[{"role":"user","content":"Is it \#(n)?"},{"role":"assistant","content":"\#(answer)"}]}"#
      + "\n"
  }

  private static let good = (0..<12).map { example($0) }.joined()
  private static let bad =
    (0..<11).map { example($0) }.joined()
    + #"{"messages":[{"role":"user","content":"Hi"},{"role":"asistant","content":"Yo"}]}"# + "\n"

  @Test("good data is ready, and the exit code says so")
  func ready() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.good)
    let outcome = try bench.tamis("validate", "--target", "openai-chat", "train.jsonl")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("READY for openai-chat"))
    #expect(outcome.errors == "")
  }

  @Test("a bad record is named by line, byte and pointer")
  func notReady() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let outcome = try bench.tamis("validate", "--target", "openai-chat", "train.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("error[R001] unknown-role"))
    #expect(outcome.output.contains("train.jsonl:12:"))
    #expect(outcome.output.contains("/messages/1/role"))
    #expect(outcome.output.contains("NOT READY for openai-chat"))
  }

  @Test("--fail-on moves the line between 0 and 1")
  func failOn() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    for (level, status) in [("error", 1), ("warning", 1), ("info", 1), ("never", 0)] {
      let outcome = try bench.tamis(
        "validate", "--target", "openai-chat", "--fail-on", level, "train.jsonl")
      #expect(Int(outcome.status) == status, "\(level)")
    }
  }

  @Test(
    "each format is what its readers expect",
    arguments: ["json", "jsonl", "sarif", "github", "concise", "junit", "csv"])
  func formats(format: String) throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.bad)
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--output-format", format, "train.jsonl")
    #expect(outcome.status == 1)
    switch format {
    case "github":
      #expect(outcome.output.contains("::error title=R001 unknown-role,file=train.jsonl,line=12"))
    case "concise":
      #expect(outcome.output.contains("train.jsonl:12:53: error R001 role 'asistant'"))
    case "junit":
      #expect(outcome.output.contains("<testcase name=\"R001 unknown-role at train.jsonl:12:"))
    case "csv":
      #expect(outcome.output.contains("openai-chat,R001,unknown-role,error,"))
    case "jsonl":
      for line in outcome.output.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["schema"] is String)
      }
    default:
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let json = try #require(object as? [String: Any])
      #expect(format == "sarif" ? json["version"] as? String == "2.1.0" : json["schema"] is String)
    }
  }

  @Test(
    "a file that is no JSON Lines at all gets one finding that says what to do",
    arguments: ["[{\"messages\":[]},\n{\"messages\":[]}]\n", "{\n  \"messages\": []\n}\n"])
  func notJSONLines(text: String) throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", text)
    let outcome = try bench.tamis("validate", "--target", "openai-chat", "x.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("not-jsonl"))
    #expect(outcome.output.components(separatedBy: "error[J").count == 2, "\(outcome.output)")
  }

  @Test("findings are the same for any number of jobs")
  func jobs() throws {
    let bench = try Workbench()
    try bench.write(
      "x.jsonl", (0..<3000).map { Self.example($0 % 700, $0 % 3 == 0 ? "" : "a") }.joined())
    let outcomes = try ["1", "2", "4"].map {
      try bench.tamis(
        "validate", "--target", "openai-chat", "--output-format", "jsonl", "-j", $0, "x.jsonl")
    }
    #expect(Set(outcomes.map(\.output)).count == 1)
    #expect(outcomes[0].status == 1)
  }

  @Test("an empty file, one byte and wrong encodings are findings, never crashes")
  func odd() throws {
    let bench = try Workbench()
    let utf16 = Array(Self.good.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for bytes in [
      [], [0x7B], [0xFF], [0xFF, 0xFE] + utf16, [0xEF, 0xBB, 0xBF] + Array(Self.good.utf8),
    ] {
      try bench.write("x.jsonl", bytes)
      let outcome = try bench.tamis("validate", "--target", "openai-chat", "x.jsonl")
      #expect(outcome.status == 1 || outcome.status == 2, "\(outcome)")
      #expect(!(outcome.output + outcome.errors).isEmpty)
    }
  }
}
