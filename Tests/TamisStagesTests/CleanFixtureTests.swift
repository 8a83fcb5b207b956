import TamisClean
import TamisCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Clean fixtures")
struct CleanFixtureTests {
  /// A case in `Fixtures/records/clean`, which its README explains.
  struct Case: CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }

    static let all = TemporaryFolder.names(in: fixture("records/clean"))
      .filter { $0.hasSuffix(".jsonl") }.sorted().map { Case(name: String($0.dropLast(6))) }

    func path(_ kind: String) -> String { fixture("records/clean/\(name).\(kind)") }
    func text(_ kind: String) -> [UInt8] { fileBytes(path(kind)) ?? [] }

    func options() -> CleanOptions {
      var options = CleanOptions()
      for line in String(decoding: text("options"), as: UTF8.self).split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        switch words[0] {
        case "fields": options.fields = words[1...].map { FieldName($0) }
        case "ignore": options.ignored = Set(words[1...])
        case "minimum": options.minimumLength = Int(words[1]) ?? 0
        case "maximum": options.maximumLength = Int(words[1])
        default: Issue.record("\(name).options: what is '\(words[0])'?")
        }
      }
      return options
    }
  }

  @Test("records come out as the file beside them says", arguments: Case.all)
  func matchesExpectation(_ fixture: Case) throws {
    let stage = CleanStage(fixture.options())
    let outcome = try run(fixture.text("jsonl"), through: [stage])
    let counts = stage.repairs.filter { $0.fields > 0 }.map { "\($0.rule) \($0.fields)\n" }
    let report = outcome.rejects.map { $0 + "\n" }.joined() + counts.joined()
    if getenv("UPDATE_GOLDEN") != nil {
      write(outcome.text, to: fixture.path("expected"))
      write(utf8(report), to: fixture.path("report"))
    }
    #expect(
      String(decoding: outcome.text, as: UTF8.self).utf8
        .elementsEqual(fixture.text("expected")))
    #expect(utf8(report) == fixture.text("report"))
    #expect(outcome.summary.isBalanced)
  }

  private func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb") else { return }
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
  }
}
