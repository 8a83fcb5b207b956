import ArgumentParser
import Tamis

struct DedupeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedupe",
    abstract: "Drops records that say the same as an earlier one.",
    discussion: """
      Example: tamis dedupe --by text --rejects twins.jsonl records.jsonl > unique.jsonl

      Compares a 128-bit hash of the record's fields, the reserved ones left out; the first of its kind
      stays.

      Memory: 32 to 64 bytes for each distinct record. Time: O(bytes).
      """)

  @Option(
    help: ArgumentHelp(
      "A field that identifies a record; may be repeated. Default: all fields.",
      valueName: "name"))
  var by: [String] = []

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = DedupeStep()
    step.by = by
    step.rejects = stream.rejects
    try stream.run(step)
  }
}
