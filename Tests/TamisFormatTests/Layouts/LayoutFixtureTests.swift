import TamisCore
import TamisFormat
import Testing

/// Each line of a fixture is read as what it is recognised as, and the outcome compared with the golden
/// file beside it; `UPDATE_GOLDEN=1` writes that anew.
@Suite struct LayoutFixtureTests {
  static let folder = "layouts"

  static var files: [String] {
    names(in: fixture(folder)).filter { $0.hasSuffix(".jsonl") }
  }

  static func lines(_ file: String) -> [[UInt8]] {
    (contents(of: fixture("\(folder)/\(file)")) ?? []).split(separator: 0x0A).map { Array($0) }
  }

  @Test("each fixture is read as its golden file tells", arguments: files)
  func golden(_ file: String) throws {
    var probe = LayoutProbe()
    var rendered = ""
    for (index, line) in Self.lines(file).enumerated() {
      rendered += "--- \(index + 1)\n\(probe.dump(line))\n"
    }
    let golden = fixture("\(Self.folder)/\(file.dropLast(6)).expected")
    if updatesGoldenFiles { write(rendered, to: golden) }
    let expected = try #require(contents(of: golden), "no \(golden); make it with UPDATE_GOLDEN=1")
    #expect(rendered == String(decoding: expected, as: UTF8.self))
  }

  @Test("each layout has a fixture by its name, which is recognised as it")
  func complete() {
    let probe = LayoutProbe()
    for layout in Layouts.all {
      let lines = Self.lines("\(layout.name).jsonl")
      #expect(!lines.isEmpty, "\(layout.name)")
      for line in lines {
        guard case .success(let name) = probe.recognized(line) else {
          Issue.record("\(layout.name): \(String(decoding: line, as: UTF8.self))")
          continue
        }
        #expect(name == layout.name, "\(String(decoding: line, as: UTF8.self))")
      }
    }
  }

  @Test("a record reads the same after any other")
  func independent() {
    var probe = LayoutProbe()
    let lines = Self.files.flatMap { Self.lines($0) }
    let first = lines.map { probe.dump($0) }
    let again = lines.indices.reversed().map { probe.dump(lines[$0]) }
    #expect(first == again.reversed())
  }
}
