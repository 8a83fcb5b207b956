import Foundation
import Testing

struct FormatCommandTests {
  private static let records = """
    {"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}],"_split":"train"}
    {"prompt":"C","completion":"D","_split":"validation"}

    """

  @Test("openai-chat goes to another target, and -v says what the records were read as")
  func leavingOpenAI() throws {
    let bench = try Workbench()
    try bench.write(
      "in.jsonl",
      #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}"#)
    let outcome = try bench.tamis(
      "format", "--from", "openai-chat", "--to", "vertex", "-v", "in.jsonl")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output
        == #"{"contents":[{"role":"user","parts":[{"text":"Q"}]},"#
        + #"{"role":"model","parts":[{"text":"A"}]}]}"# + "\n")
    #expect(outcome.errors.contains("openai-chat: 'messages' is an array (1 record)"))
  }

  @Test("a folder has the files that the target's loader looks for, and what it reads beside them")
  func folder() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", Self.records)
    let outcome = try bench.tamis(
      "format", "--to", "llama-factory-sharegpt", "in.jsonl", "-o", "out/")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      bench.files == [
        "in.jsonl", "out/dataset_info.json", "out/train.jsonl", "out/validation.jsonl",
      ])
    let info =
      try JSONSerialization.jsonObject(with: Data(try bench.read("out/dataset_info.json").utf8))
      as? [String: [String: Any]]
    #expect(info?["train"]?["file_name"] as? String == "train.jsonl")
    #expect(info?["validation"]?["formatting"] as? String == "sharegpt")
  }

  @Test("a record that the target cannot say is rejected with what would resolve it")
  func rejected() throws {
    let bench = try Workbench()
    try bench.write(
      "in.jsonl", #"{"system":"S","prompt":"Q","completion":"A"}"# + "\n")
    let outcome = try bench.tamis(
      "format", "--to", "bedrock-completion", "in.jsonl", "--rejects", "left.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--fold-system"))
    #expect(try bench.read("left.jsonl").contains("S020"))
    let folded = try bench.tamis(
      "format", "--to", "bedrock-completion", "--fold-system", "in.jsonl")
    #expect(folded.output == #"{"prompt":"S\n\nQ","completion":"A"}"# + "\n")
  }

  @Test(
    "options that cannot be are told with the nearest that can",
    arguments: [
      (["--to", "vertex", "--drop", "wieghts"], "did you mean 'weights'?"),
      (["--to", "vertex", "--from", "openai-caht"], "did you mean 'openai-chat'?"),
      (["--to", "vertex", "--map", "prompt"], "'prompt' is no pair of fields"),
      (
        ["--to", "openai-batch", "--jobs", "1"], "are checked by 'tamis validate', and not written"
      ),
    ])
  func usage(_ options: [String], _ message: String) throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", Self.records)
    let outcome = try bench.tamis(
      "format", options[0], options[1], options[2], options[3], "in.jsonl")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
