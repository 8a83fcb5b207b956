import TamisCore
import TamisFormat
import TamisTemplates
import TamisTokenizers
import Testing

/// The small tokenizers, templates and conversations of `Fixtures/masks`.
enum MaskFixtures {
  /// A tokenizer of `Fixtures/masks/tokenizers` with a template of `Fixtures/masks/templates`.
  static func model(_ tokenizer: String, template: String?) throws -> ChatTokenizer {
    try model(
      tokenizer,
      source: template.map { try #require(contents(of: fixture("masks/templates/\($0).jinja"))) },
      name: template ?? "")
  }

  static func model(
    _ tokenizer: String, source: [UInt8]?, name: String,
    specials: [(name: String, content: [UInt8])]? = nil
  ) throws -> ChatTokenizer {
    let folder = fixture("masks/tokenizers/\(tokenizer)")
    let config = try JSONDocument(try #require(contents(of: folder + "/tokenizer_config.json")))
    let named = config.root.members.compactMap { key, value -> (name: String, content: [UInt8])? in
      guard let name = key.string, name.hasSuffix("_token"), let text = value.string else {
        return nil
      }
      return (name, Array(text.utf8))
    }
    return try ChatTokenizer(
      tokenizer: try Tokenizer(contentsOf: folder + "/tokenizer.json"),
      template: try source.map { try ChatTemplate(source: $0, name: name) },
      variables: TemplateVariables(
        specialTokens: specials ?? named,
        now: CivilTime(year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5)))
  }

  /// The lines of `conversations.jsonl`.
  static let conversations: [[UInt8]] =
    (contents(of: fixture("masks/conversations.jsonl")) ?? []).split(separator: 0x0A)
    .map(Array.init)

  /// Runs of learned tokens: `[[start, end], …]`.
  static func runs(_ isTrained: [Bool]) -> [[Int]] {
    var runs: [[Int]] = []
    for index in isTrained.indices where isTrained[index] {
      if let last = runs.last, last[1] == index {
        runs[runs.count - 1][1] = index + 1
      } else {
        runs.append([index, index + 1])
      }
    }
    return runs
  }

  /// The text with ⟪ and ⟫ around what is learned.
  static func marked(_ mask: LossMask) -> String {
    var text: [UInt8] = []
    var done = 0
    for run in runs(mask.isTrained) {
      let start = mask.bytes(of: run[0]).lowerBound
      let end = Int(mask.ends[run[1] - 1])
      text += mask.text[done..<start] + Array("⟪".utf8) + mask.text[start..<end]
      text += Array("⟫".utf8)
      done = end
    }
    return String(decoding: text + mask.text[done...], as: UTF8.self)
  }
}
