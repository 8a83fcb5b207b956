import TamisCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Snapshots in `Fixtures/findings`; `UPDATE_GOLDEN=1` writes them anew.
@Suite struct FindingsSnapshotTests {
  @Test(
    "each format writes the samples as its snapshot has it",
    arguments: [
      (FindingFormat.text, "text.txt"), (.json, "findings.json"), (.jsonl, "findings.jsonl"),
      (.sarif, "findings.sarif"), (.github, "github.txt"), (.concise, "concise.txt"),
      (.junit, "junit.xml"), (.csv, "findings.csv"),
    ])
  func snapshot(format: FindingFormat, name: String) {
    expectSnapshot(FindingsSamples.render(FindingsSamples.all, as: format), "findings/" + name)
  }

  @Test("colours and the absence of a limit change the text as the snapshot has it")
  func colored() {
    expectSnapshot(
      FindingsSamples.render(FindingsSamples.all, as: .text, color: true, maxPerRule: nil),
      "findings/text-color.txt")
  }

  @Test("every format has something to say about no findings", arguments: FindingFormat.allCases)
  func noFindings(format: FindingFormat) throws {
    let output = FindingsSamples.render([], as: format)
    switch format {
    case .text:
      #expect(
        output.elementsEqual("READY for openai-chat: no findings in 10,412 records\n".utf8))
    case .github: #expect(output.isEmpty)
    case .concise:
      #expect(
        output.elementsEqual("READY for openai-chat: no findings in 10,412 records\n".utf8))
    case .csv: #expect(output.count { $0 == 10 } == 1)
    case .junit: #expect(output.starts(with: "<?xml".utf8))
    case .json, .sarif, .jsonl: _ = try JSONDocument(output)
    }
  }

  private func expectSnapshot(_ output: [UInt8], _ name: String) {
    if getenv("UPDATE_GOLDEN") != nil {
      guard let file = fopen(fixture(name), "wb") else {
        Issue.record("cannot write \(fixture(name))")
        return
      }
      fwrite(output, 1, output.count, file)
      fclose(file)
    }
    let lines = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let expected = fixtureBytes(name).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect(lines.count == expected.count)
    guard let index = zip(lines, expected).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return }
    Issue.record(
      """
      line \(index + 1) of \(name) is
      \(String(decoding: expected[index], as: UTF8.self))
      and was rendered as
      \(String(decoding: lines[index], as: UTF8.self))
      """)
  }
}
