import Foundation
import Testing

/// `tamis validate --fix`, `--diff` and their files.
struct ValidateFixTests {
  private static func example(_ n: Int, user: String = "user") -> String {
    #"{"messages":[{"role":"\#(user)","content":"Is it \#(n)?"},{"role":"assistant","content":"It is."}]}"#
      + "\n"
  }

  private static let good = (0..<12).map { example($0) }.joined()
  private static let human = (0..<12).map { example($0, user: $0 == 3 ? "human" : "user") }.joined()
  private static let mixed =
    "\u{FEFF}" + human + "\n"
    + #"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":""}]}"# + "\n"

  @Test("--fix writes a new file, says what was done, and judges the new file")
  func newFile() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", "\u{FEFF}" + Self.human)
    let outcome = try bench.tamis("validate", "--target", "openai-chat", "--fix", "train.jsonl")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "Fixed 2 findings (E001 x1, R001 x1): train.fixed.jsonl\n")
    #expect(outcome.output.hasPrefix("READY for openai-chat: "))
    #expect(try bench.read("train.fixed.jsonl") == Self.good)
    #expect(try bench.read("train.jsonl") == "\u{FEFF}" + Self.human)
  }

  @Test("what needs --unsafe-fixes stays without them, and is offered")
  func unsafeFixes() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.mixed)
    let safe = try bench.tamis("validate", "--target", "openai-chat", "--fix", "train.jsonl")
    #expect(safe.status == 1)
    #expect(safe.errors.hasPrefix("Fixed 3 findings (E001 x1, J004 x1, R001 x1)"))
    #expect(safe.output.contains("error[R007]"))
    let unsafe = try bench.tamis(
      "validate", "--target", "openai-chat", "--fix", "--unsafe-fixes", "train.jsonl")
    #expect(unsafe.status == 0)
    #expect(unsafe.errors.contains("R007 x1); 2 lines left out"), "\(unsafe.errors)")
    #expect(try bench.read("train.fixed.jsonl") == Self.good)
  }

  @Test("--in-place replaces the file, and leaves one that is fine alone")
  func inPlace() throws {
    let bench = try Workbench()
    try bench.write("a.jsonl", Self.human)
    try bench.write("b.jsonl", Self.good)
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--fix", "--in-place", "a.jsonl", "b.jsonl")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "Fixed 1 finding (R001 x1)\nNothing to fix\n")
    #expect(try bench.read("a.jsonl") == Self.good)
    #expect(bench.files == ["a.jsonl", "b.jsonl"])
  }

  @Test("--diff shows a patch that 'patch' would take, and writes nothing")
  func diff() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.mixed)
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--diff", "--unsafe-fixes", "train.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Would fix 4 findings"))
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "--- train.jsonl" && lines[1] == "+++ train.fixed.jsonl")
    #expect(
      lines.filter { $0.hasPrefix("@@") } == ["@@ -1 +1 @@", "@@ -4 +4 @@", "@@ -13,2 +12,0 @@"])
    #expect(bench.files == ["train.jsonl"])
    let again = try bench.tamis("validate", "--target", "openai-chat", "--diff", "train.jsonl")
    try bench.write("fix.diff", again.output)
    let patched = try bench.shell("patch -s train.jsonl fix.diff && cat train.jsonl")
    if patched.status != 127 {
      let fixed = try bench.shell(
        "tamis validate --target openai-chat --diff train.jsonl")
      #expect(fixed.output == "" && fixed.status == 0, "\(patched) \(fixed)")
    }
  }

  @Test("standard input is mended to standard output")
  func pipe() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis(
      "validate", "--target", "openai-chat", "--fix", "-", input: "\u{FEFF}" + Self.human)
    #expect(outcome.output == Self.good)
    #expect(outcome.errors == "Fixed 2 findings (E001 x1, R001 x1): standard output\n")
    #expect(outcome.status == 0)
  }

  @Test(
    "options that do not go together are refused in one line",
    arguments: [
      ["--unsafe-fixes"], ["--in-place"], ["--fixed", "x.jsonl"],
      ["--fix", "--in-place", "--fixed", "x.jsonl"], ["--fix", "--fixed", "train.jsonl"],
      ["--fix", "--fixed", "x.jsonl", "train.jsonl"],
      ["--fix", "--target", "openai-chat", "--in-place", "-"],
    ])
  func contradictions(options: [String]) throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.good)
    let line = (["tamis validate --target openai-chat"] + options + ["train.jsonl"])
      .joined(separator: " ")
    let outcome = try bench.shell(line)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.errors.lowercased().hasPrefix("error: "))
    #expect(bench.files == ["train.jsonl"])
  }

  @Test("a compressed file is mended to one that is not, or in its place")
  func compressed() throws {
    let bench = try Workbench()
    try bench.write("train.jsonl", Self.human)
    _ = try bench.shell("gzip train.jsonl")
    _ = try bench.tamis("validate", "--target", "openai-chat", "--fix", "train.jsonl.gz")
    #expect(try bench.read("train.fixed.jsonl") == Self.good)
    _ = try bench.tamis(
      "validate", "--target", "openai-chat", "--fix", "--in-place", "train.jsonl.gz")
    #expect(try bench.shell("gunzip -c train.jsonl.gz").output == Self.good)
  }
}
