import TamisCore
import TamisIngest
import Testing

@Suite("XML mappings")
struct XMLPathTests {
  @Test(
    "a path that a stream cannot answer is refused",
    arguments: [
      "", "/", "//", "a//", "a///b", "a/", "p[1]", "a/text()", "@", "@a/b", "a b", "a:b:c", ":a",
      "a:",
      "@*", "a|", "|a",
    ])
  func refusesPath(_ path: String) {
    #expect(throws: XMLMappingError.self) {
      try XMLMapping(record: "r", fields: [FieldMapping(name: "f", source: path)])
    }
  }

  @Test("a record is an element", arguments: [".", "@id", "a/@id", "//@id"])
  func refusesRecord(_ path: String) {
    #expect(throws: XMLMappingError.self) { try XMLMapping(record: path) }
  }

  @Test("the paths of fields are relative to the record")
  func refusesAbsoluteField() {
    #expect(throws: XMLMappingError.self) {
      try XMLMapping(record: "r", fields: [FieldMapping(name: "f", source: "/r/f")])
    }
  }

  @Test("reserved field names are refused", arguments: ["_origin", "_split", "_rejected"])
  func refusesReservedName(_ name: String) {
    #expect(throws: XMLMappingError.self) {
      try XMLMapping(record: "r", fields: [FieldMapping(name: name, source: "f")])
    }
  }

  @Test("a field that is named twice collects from both paths in the order of the document")
  func mergesFields() throws {
    let mapping = try XMLMapping(
      record: "r",
      fields: [FieldMapping(name: "t", source: "b"), FieldMapping(name: "t", source: "**/a")])
    let outcome = try readXML(
      Array("<d><r><x><a>1</a></x><b>2</b></r></d>".utf8), mapping, origin: false)
    #expect(outcome.lines == [#"{"t":"1\n\n2"}"#])
  }

  /// Finds the matches of a path by the definition, element by element, without an automaton.
  private func matches(_ steps: [(name: String, any: Bool)], _ names: [String]) -> Bool {
    guard let step = steps.first else { return names.isEmpty }
    guard let name = names.first else { return false }
    if step.any, matches(steps, Array(names.dropFirst())) { return true }
    return (step.name == "*" || step.name == name)
      && matches(Array(steps.dropFirst()), Array(names.dropFirst()))
  }

  @Test("the automaton finds what the definition of a path finds, on every short chain of names")
  func automatonAgreesWithDefinition() throws {
    let paths = ["a", "a/b", "//a", "a//b", "//a/b", "*/b", "//*/a", "a//a", "//a//b", "*", "//*"]
    var layer: [[String]] = [[]]
    var chains: [[String]] = []
    for _ in 0..<4 {
      layer = layer.flatMap { chain in ["a", "b", "c"].map { chain + [$0] } }
      chains += layer
    }
    for path in paths {
      var steps: [(name: String, any: Bool)] = []
      var any = false
      for part in path.split(separator: "/", omittingEmptySubsequences: false) {
        if part.isEmpty {
          any = true
        } else {
          steps.append((String(part), any))
          any = false
        }
      }
      let mapping = try XMLMapping(record: "r", fields: [FieldMapping(name: "f", source: path)])
      for chain in chains {
        let document =
          "<d><r>" + chain.map { "<\($0)>" }.joined() + "x"
          + chain.reversed().map { "</\($0)>" }.joined() + "</r></d>"
        // The text is in a match when the chain, or the chain up to an ancestor, matches.
        let isMatch = (1...chain.count).contains { matches(steps, Array(chain.prefix($0))) }
        let outcome = try readXML(Array(document.utf8), mapping, origin: false)
        #expect(outcome.lines == [isMatch ? #"{"f":"x"}"# : "{}"], "\(path) on \(chain)")
      }
    }
  }
}
