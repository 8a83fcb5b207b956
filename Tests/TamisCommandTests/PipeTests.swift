import Foundation
import Testing

/// The main job, through shell pipes and through recipes.
struct PipeTests {
  private static let recipe = """
    ingest:
      files: words.csv
      field: {prompt: term, completion: definition}
    clean: {max-length: 2000}
    dedupe:
    split: {train: 0.8, validation: 0.1, test: 0.1, seed: 3}
    format: {to: openai-chat, system: It's a "word".}
    validate: {target: openai-chat}
    output: out/

    """

  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try FileManager.default.copyItem(
      atPath: Workbench.fixture("demo/devils-dictionary.csv"), toPath: bench.path("words.csv"))
    return bench
  }

  @Test("a CSV file becomes parts that validate, with nothing lost on the way")
  func mainJob() throws {
    let bench = try bench()
    let outcome = try bench.shell(
      """
      tamis ingest words.csv --field prompt=term --field completion=definition \
        | tamis clean | tamis dedupe --rejects twins.jsonl \
        | tamis split --train 0.8 --validation 0.1 --test 0.1 \
        | tamis format --to openai-chat -o out/ \
        && tamis validate --target openai-chat out/*.jsonl
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("READY for openai-chat"))
    let parts = try ["train", "validation", "test"].map { try bench.lines("out/\($0).jsonl").count }
    #expect(parts.reduce(0, +) == 420)
    #expect(try bench.lines("twins.jsonl").count == 3)
    #expect(parts.allSatisfy { $0 >= 10 })
    #expect(try !bench.read("out/train.jsonl").contains("_origin"))
    #expect(bench.files.filter { $0.contains("partial") } == [])
  }

  @Test("a recipe writes the bytes of its pipe, whatever the number of jobs", arguments: [1, 2, 5])
  func recipeIsPipe(jobs: Int) throws {
    let bench = try bench()
    try bench.write("recipe.yaml", Self.recipe)
    let run = try bench.tamis("run", "recipe.yaml", "--jobs", "\(jobs)")
    #expect(run.status == 0, "\(run.errors)")
    let parts = ["train", "validation", "test"].map { "out/\($0).jsonl" }
    let written = try parts.map { try bench.read($0) }
    let printed = try bench.tamis("run", "recipe.yaml", "--print-pipe")
    let pipe = try bench.shell(
      printed.output.replacingOccurrences(of: "out/", with: "piped/")
        .replacingOccurrences(of: "tamis clean", with: "tamis clean --jobs \(jobs)"))
    #expect(pipe.status == 0, "\(pipe.errors)")
    #expect(
      try parts.map { try bench.read($0.replacingOccurrences(of: "out", with: "piped")) } == written
    )
  }

  @Test("the manifest names what was read, done and written, and is the same each time")
  func manifest() throws {
    let bench = try bench()
    try bench.write("recipe.yaml", Self.recipe)
    _ = try bench.tamis("run", "recipe.yaml", "-j", "1")
    let first = try bench.read("out/manifest.json")
    _ = try bench.tamis("run", "recipe.yaml", "-j", "3")
    #expect(try bench.read("out/manifest.json") == first)

    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
    #expect(json["schema"] as? String == "tamis.manifest/1")
    let stages = try #require(json["stages"] as? [[String: Any]])
    #expect(
      stages.map { $0["name"] as? String } == ["ingest", "clean", "dedupe", "split", "format"])
    for stage in stages {
      let rejected = try #require(stage["rejected"] as? [[String: Any]])
      let lost = rejected.reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
      #expect(stage["in"] as? Int == (stage["out"] as? Int ?? 0) + lost)
    }
    for kind in ["inputs", "outputs"] {
      for file in try #require(json[kind] as? [[String: Any]]) {
        let path = try #require(file["path"] as? String)
        let sum = try bench.shell("sha256sum \(path)")
        #expect(sum.output.hasPrefix(file["sha256"] as? String ?? "?"))
      }
    }
  }

  @Test("a mistyped key of a recipe is an error with a line and a suggestion")
  func unknownKey() throws {
    let bench = try bench()
    try bench.write(
      "recipe.yaml", Self.recipe.replacingOccurrences(of: "max-length", with: "max-lenght"))
    let outcome = try bench.tamis("run", "recipe.yaml")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("recipe.yaml:4:"))
    #expect(outcome.errors.contains("did you mean 'max-length'?"))
    #expect(!bench.exists("out"))
  }

  @Test(
    "a recipe that makes no sense says why",
    arguments: [
      ("output: out/\n", "'ingest' is missing"),
      ("ingest: {files: words.csv}\n", "'output' is missing"),
      ("ingest: {files: words.csv}\noutput: out/\nformat: {to: opanai-chat}\n", "openai-chat"),
      ("ingest: {files: words.csv}\noutput: out/\nclean: 3\n", "'clean' must be"),
      ("ingest: {files: words.csv, as: cvs}\noutput: out/\n", "did you mean 'csv'?"),
      ("ingest: {files: words.csv}\noutput: out/\nsplit: {train: 0.9}\n", "must make 1"),
      (
        "ingest: {files: words.csv}\noutput: o\nsplit: {train: 1}\nformat: {to: openai-chat}\n",
        "a folder"
      ),
      ("ingest: [\n", "recipe.yaml"), ("", "empty"),
      ("clean:\ningest: {files: words.csv}\noutput: out/\n", "first step"),
    ])
  func badRecipe(recipe: String, says: String) throws {
    let bench = try bench()
    try bench.write("recipe.yaml", recipe)
    let outcome = try bench.tamis("run", "recipe.yaml")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test("records trace back to the byte of the file that they came from")
  func origin() throws {
    let bench = try bench()
    let outcome = try bench.tamis("ingest", "words.csv", "--field", "text=term")
    let file = Array(try bench.read("words.csv").utf8)
    for line in outcome.output.split(separator: "\n").prefix(50) {
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let origin = try #require(record["_origin"] as? [String: Any])
      let byte = try #require(origin["byte"] as? Int)
      let text = try #require(record["text"] as? String)
      #expect(file[byte...].starts(with: Array(text.utf8)))
      let before = file[..<byte].count { $0 == 0x0A }
      #expect(origin["line"] as? Int == before + 1)
    }
  }

  @Test("adding records never moves others to another part")
  func splitIsStable() throws {
    let bench = try bench()
    func parts(_ name: String) throws -> [String: String] {
      let outcome = try bench.tamis(
        "split", "--train", "0.5", "--test", "0.5", "--by", "id", name)
      var parts: [String: String] = [:]
      for line in outcome.output.split(separator: "\n") {
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        parts["\(record?["id"] ?? "")"] = record?["_split"] as? String
      }
      return parts
    }
    let few = (0..<50).map { "{\"id\":\($0 * 3)}\n" }.joined()
    let many = (0..<150).map { "{\"id\":\($0),\"more\":true}\n" }.joined()
    try bench.write("few.jsonl", few)
    try bench.write("many.jsonl", many)
    let (before, after) = try (parts("few.jsonl"), parts("many.jsonl"))
    #expect(before.count == 50)
    #expect(before.allSatisfy { after[$0.key] == $0.value })
  }
}
