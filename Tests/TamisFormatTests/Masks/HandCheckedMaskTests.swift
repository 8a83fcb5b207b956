import TamisCore
import TamisFormat
import Testing

/// What is learned with templates that do not say it, spelled out by hand in `Fixtures/masks/hand`:
/// ⟪ and ⟫ stand around it.
struct HandCheckedMaskTests {
  @Test(
    "answers and their end-of-turn tokens are learned", arguments: ["llama3", "mistral", "phi3"])
  func marked(name: String) throws {
    let text = String(
      decoding: try #require(contents(of: fixture("masks/hand/\(name).txt"))), as: UTF8.self)
    let masker = try LossMasker(try MaskFixtures.model(name, template: name))
    let document = JSONDocument()
    let cases = text.split(separator: "# conversation ")
    #expect(cases.count == 4)
    for entry in cases {
      let cut = try #require(entry.firstIndex(of: "\n"))
      let index = try #require(Int(entry[..<cut]))
      let root = try MaskFixtures.conversations[index].withUnsafeBytes { try document.parse($0) }
      let mask = try masker.mask(messages: try #require(root["messages"]))
      #expect(
        MaskFixtures.marked(mask) == entry[entry.index(after: cut)...].dropLast(),
        "\(name), conversation \(index)")
      #expect(mask.missingTurns.isEmpty)
    }
  }

  @Test("a template without tags gives what the same template with tags gives")
  func taggedAndNot() throws {
    let pairs = [
      ("chatml", "chatml", "chatml-generation"), ("llama3", "llama3", "llama3-generation"),
      ("mistral", "mistral", "mistral-generation"),
    ]
    let document = JSONDocument()
    for (tokenizer, without, with) in pairs {
      let plain = try LossMasker(try MaskFixtures.model(tokenizer, template: without))
      let tagged = try LossMasker(try MaskFixtures.model(tokenizer, template: with))
      for (index, line) in MaskFixtures.conversations.enumerated() {
        let root = try line.withUnsafeBytes { try document.parse($0) }
        let messages = try #require(root["messages"])
        guard let mask = try? plain.mask(messages: messages) else { continue }
        let found = (Array(mask.ids), mask.isTrained)
        let other = try tagged.mask(messages: messages)
        #expect(found.0 == Array(other.ids), "\(without), conversation \(index)")
        #expect(found.1 == other.isTrained, "\(without), conversation \(index)")
      }
    }
  }
}
