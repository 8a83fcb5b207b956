import Foundation
import Testing

/// What users script on: exit codes, streams, and what is left behind when something goes wrong.
struct ContractTests {
  private static let records = (0..<2000).map { "{\"n\":\($0),\"text\":\"word \($0)\"}\n" }.joined()

  @Test("every verb's help has an example and says what memory it takes")
  func help() throws {
    let bench = try Workbench()
    let overview = try bench.tamis("--help")
    #expect(overview.status == 0)
    for verb in ["ingest", "clean", "dedupe", "split", "format", "validate", "run"] {
      #expect(overview.output.contains(verb))
      let help = try bench.tamis(verb, "--help")
      #expect(help.status == 0)
      #expect(help.output.contains("xample"), "\(verb)")
      if verb != "run" { #expect(help.output.contains("Memory: "), "\(verb)") }
    }
    #expect(try bench.tamis("--version").output == "0.1.0\n")
  }

  @Test(
    "wrong usage is exit code 2 and says what would be right",
    arguments: [
      (["claen"], "claen"), (["clean", "--min-lenght", "3"], "--min-length"),
      (["format", "--to", "openai-caht"], "did you mean 'openai-chat'?"),
      (["validate", "--target", "opneai-chat", "x.jsonl"], "did you mean 'openai-chat'?"),
      (["clean", "--ignore", "nfd"], "did you mean 'nfc'?"),
      (["split", "--train", "0.5", "x.jsonl"], "must make 1"),
      (["ingest", "missing.csv"], "missing.csv: cannot open"),
      (["ingest"], "--as"), (["ingest", "x.xml"], "--record"),
      (["ingest", "x.csv", "--field", "a=b"], "there is no column 'b'"),
      (["ingest", "x.csv", "--encoding", "klingon"], "unknown encoding"),
      (["ingest", "x.xml", "--preset", "mediawki"], "did you mean 'mediawiki'?"),
      (["clean", "--jobs", "0"], "at least 1"), (["run", "missing.yaml"], "cannot open"),
      (["clean", "x.jsonl", "-o", "x.jsonl"], "both input and output"),
    ])
  func usage(arguments: [String], says: String) throws {
    let bench = try Workbench()
    try bench.write("x.csv", "c,d\n1,2\n")
    try bench.write("x.jsonl", Self.records)
    try bench.write("x.xml", "<a/>")
    let words = arguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try bench.shell("tamis \(words)")
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try bench.read("x.jsonl") == Self.records)
  }

  @Test("what a reader no longer wants is no error")
  func closedPipe() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", String(repeating: Self.records, count: 20))
    let outcome = try bench.shell("tamis clean x.jsonl | head -1; echo ${PIPESTATUS[0]}")
    #expect(outcome.output.hasSuffix("\n0\n"))
    #expect(outcome.errors == "")
  }

  @Test("a full disk is an error and leaves nothing behind")
  func fullDisk() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", Self.records)
    let outcome = try bench.tamis("clean", "x.jsonl", "-o", "/dev/full")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("No space left on device"))
    let piped = try bench.shell("tamis clean x.jsonl > /dev/full")
    #expect(piped.status == 2)
  }

  @Test("an output that cannot be made leaves the old one as it was")
  func unwritable() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", Self.records)
    let outcome = try bench.tamis("clean", "x.jsonl", "-o", "no/such/folder/out.jsonl")
    #expect(outcome.status == 2)
    #expect(bench.files == ["x.jsonl"])
  }

  @Test(
    "a run that is stopped half-way leaves no file that looks whole",
    arguments: [("INT", 130), ("TERM", 143), ("KILL", 137)])
  func stopped(signal: String, status: Int) throws {
    let bench = try Workbench()
    try bench.write("old.jsonl", "old\n")
    let outcome = try bench.shell(
      """
      mkfifo feed
      ( for i in $(seq 2000); do echo "{\\"n\\":$i}"; done; sleep 8 ) > feed & feeder=$!
      "\(Workbench.tamis)" clean feed -o old.jsonl & pid=$!
      sleep 1
      kill -\(signal) $pid
      wait $pid
      echo $?
      kill $feeder
      """)
    #expect(outcome.output.hasPrefix("\(status)\n"), "\(outcome.output) \(outcome.errors)")
    #expect(try bench.read("old.jsonl") == "old\n")
    if signal != "KILL" { #expect(bench.files.filter { $0.contains("partial") } == []) }
  }

  @Test("a line that is no record is left out with its place, and makes the exit code 1")
  func brokenLine() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", "{\"a\":1}\n{\"a\":}\n\n[1]\n{\"a\":2}")
    let outcome = try bench.tamis("clean", "x.jsonl", "--rejects", "r.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.output == "{\"a\":1}\n{\"a\":2}\n")
    #expect(outcome.errors.contains("x.jsonl:2:6"))
    #expect(outcome.errors.contains("x.jsonl:4:1"))
    let rejects = try bench.lines("r.jsonl")
    #expect(rejects.count == 2)
    #expect(rejects[0].hasPrefix(#"{"_raw":"{\"a\":}","_origin":{"file":"x.jsonl","line":2"#))
    let allowed = try bench.tamis("clean", "x.jsonl", "--fail-on", "never", "-q")
    #expect(allowed.status == 0)
    #expect(allowed.errors == "")
  }

  @Test("rejects hold the whole record with the stage, the rule and the words")
  func rejects() throws {
    let bench = try Workbench()
    let outcome = try bench.tamis(
      "clean", "--min-length", "3", "--rejects", "r.jsonl",
      input: "{\"text\":\"ab\",\"n\":1.50}\n{\"text\":\"abc\"}\n")
    #expect(outcome.status == 0)
    #expect(outcome.output == "{\"text\":\"abc\"}\n")
    #expect(
      try bench.read("r.jsonl") == """
        {"text":"ab","n":1.50,"_rejected":{"stage":"clean","rule":"C010","name":"too-short",\
        "message":"2 characters, at least 3 are wanted"}}

        """)
  }

  @Test("compressed files are read and written as such")
  func gzip() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", Self.records)
    let outcome = try bench.shell(
      """
      gzip -k x.jsonl && mv x.jsonl.gz magic.bin
      tamis clean magic.bin -o out.jsonl.gz && gzip -dc out.jsonl.gz | cmp - x.jsonl \
        && cat out.jsonl.gz out.jsonl.gz > twice.gz && tamis clean twice.gz | wc -l \
        && gzip -dc out.jsonl.gz | tamis dedupe | cmp - x.jsonl
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) == "4000")
    let cut = try bench.shell("head -c 200 out.jsonl.gz > cut.gz; tamis clean cut.gz -o cut.jsonl")
    #expect(cut.status == 2)
    #expect(cut.errors.contains("ends early at byte 200"))
    #expect(!bench.exists("cut.jsonl"))
  }

  @Test("standard input and several files make one stream")
  func inputs() throws {
    let bench = try Workbench()
    try bench.write("a.jsonl", "{\"a\":1}\n")
    try bench.write("b.jsonl", "{\"b\":1}")
    let outcome = try bench.tamis(
      "clean", "a.jsonl", "-", "b.jsonl", input: "{\"in\":1}\r\n")
    #expect(outcome.output == "{\"a\":1}\n{\"in\":1}\r\n{\"b\":1}\n")
  }

  @Test(
    "odd inputs end in a clear way",
    arguments: [
      ("", 0, 0), ("\n\n", 0, 0), ("x", 1, 0), ("\u{FEFF}{\"a\":1}\n", 0, 1),
      ("{\"a\":\"\0\"}\n", 1, 0), ("{\"a\":\"x\\u0000\"}\n", 0, 1), ("{\"a\":\"\\u0000\"}\n", 0, 0),
      (String(repeating: "[", count: 100_000) + "\n", 1, 0),
      ("{\"a\":" + String(repeating: "[", count: 100_000) + "\n{}\n", 1, 1),
    ])
  func oddInput(input: String, status: Int, records: Int) throws {
    let bench = try Workbench()
    let outcome = try bench.tamis("clean", input: input)
    #expect(Int(outcome.status) == status, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count == records)
  }

  @Test("a line past the limit is left out without being held")
  func longLine() throws {
    let bench = try Workbench()
    try bench.write(
      "x.jsonl", "{\"a\":1}\n{\"a\":\"\(String(repeating: "x", count: 300_000))\"}\n{}\n")
    let outcome = try bench.tamis("clean", "x.jsonl", "--max-record", "100K")
    #expect(outcome.status == 1)
    #expect(outcome.output == "{\"a\":1}\n{}\n")
    #expect(outcome.errors.contains("x.jsonl:2:1"))
    #expect(outcome.errors.contains("limit 102400"))
  }

  @Test("no colour and no progress reach a file, and colour comes when asked for")
  func colour() throws {
    let bench = try Workbench()
    try bench.write("x.jsonl", "{\n")
    #expect(try !bench.tamis("clean", "x.jsonl").errors.contains("\u{1B}"))
    #expect(try bench.tamis("clean", "x.jsonl", "--color", "always").errors.contains("\u{1B}["))
    let forced = try bench.shell("CLICOLOR_FORCE=1 NO_COLOR=1 tamis clean x.jsonl")
    #expect(!forced.errors.contains("\u{1B}"))
  }

  @Test("JSON is counted once, though a source and a stage make its records")
  func jsonCounts() throws {
    let bench = try Workbench()
    try bench.write("x.json", "[{\"a\":1}, 2, {\"b\":3}]")
    let outcome = try bench.tamis("ingest", "x.json", "--field", "a=a", "--no-origin")
    #expect(outcome.output == "{\"a\":1}\n")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("ingest: 3 in, 1 out, 2 left out"))
    #expect(outcome.errors.components(separatedBy: "ingest: ").count == 2, "\(outcome.errors)")
  }

  @Test("a folder is read file by file, in order")
  func folder() throws {
    let bench = try Workbench()
    let outcome = try bench.shell(
      """
      mkdir -p notes/b && echo two > notes/b/2.txt && echo one > notes/a.txt && echo no > notes/.x
      tamis ingest notes --no-origin --unit line
      """)
    #expect(outcome.output == "{\"text\":\"one\"}\n{\"text\":\"two\"}\n")
  }
}
