import TamisCore
import TamisIngest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("CSV fixtures")
struct CSVFixtureTests {
  /// A case in `Fixtures/csv`, which its README explains.
  struct Case: CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }

    static let all = fileNames(in: fixture("csv"), endingIn: ".csv").map {
      Case(name: String($0.dropLast(4)))
    }

    func path(_ kind: String) -> String { fixture("csv/\(name).\(kind)") }

    func expected(_ kind: String) -> String {
      access(path(kind), R_OK) == 0
        ? String(decoding: fileBytes(path(kind)), as: UTF8.self) : ""
    }

    /// Options, encoding and record limit, as the `.options` file says.
    func settings() -> (options: CSVOptions, encoding: String?, recordLimit: Int) {
      var options = CSVOptions()
      var encoding: String?
      var recordLimit = 64 << 20
      for line in expected("options").split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let value = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "delimiter": options.delimiter = value == "tab" ? 0x09 : value.utf8.first
        case "quote": options.quote = value.utf8.first
        case "line-end": options.lineEnd = CSVDialect.LineEnd(rawValue: value)
        case "header": options.hasHeader = value == "yes"
        case "columns": options.columns = value.split(separator: ",").map(String.init)
        case "field":
          let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
          options.fields.append(FieldMapping(name: parts[0], source: parts[1]))
        case "no-origin": options.origin = false
        case "encoding": encoding = value
        case "limit": recordLimit = Int(value) ?? 0
        default: Issue.record("\(name).options: what is '\(words[0])'?")
        }
      }
      return (options, encoding, recordLimit)
    }

    /// What the file becomes when it comes in pieces of `step` bytes; the error's words where it is none.
    func read(step: Int = .max) throws -> (outcome: IngestOutcome, error: String) {
      let (options, encoding, recordLimit) = settings()
      let text = try readAll(Input(path: path("csv"), encoding: encoding).open())
      do {
        let outcome = try readCSV(text, options, step: step, recordLimit: recordLimit)
        return (outcome, "")
      } catch let error as InputError {
        return (IngestOutcome(), error.description + "\n")
      }
    }
  }

  @Test("a file gives the records, the rejections or the error beside it", arguments: Case.all)
  func matchesExpectation(_ fixture: Case) throws {
    let (outcome, error) = try fixture.read()
    let records = String(decoding: outcome.text, as: UTF8.self)
    let rejects = outcome.rejects.map { $0 + "\n" }.joined()
    if getenv("UPDATE_GOLDEN") != nil {
      for (text, kind) in [(records, "jsonl"), (rejects, "rejects"), (error, "error")] {
        write(text, to: fixture.path(kind), keepsEmpty: kind == "jsonl" && error.isEmpty)
      }
    }
    #expect(records == fixture.expected("jsonl"))
    #expect(rejects == fixture.expected("rejects"))
    #expect(error == fixture.expected("error"))
  }

  @Test("pieces of any size give what the whole file gives", arguments: Case.all)
  func piecesDoNotMatter(_ fixture: Case) throws {
    let whole = try fixture.read()
    for step in [1, 7, 4096] {
      let pieces = try fixture.read(step: step)
      #expect(pieces.outcome.isSame(as: whole.outcome), "in pieces of \(step) bytes")
      #expect(pieces.error == whole.error, "in pieces of \(step) bytes")
    }
  }

  @Test(
    "records and rejections start lines of their own and leave nothing between them",
    arguments: Case.all)
  func nothingIsLost(_ fixture: Case) throws {
    let (outcome, error) = try fixture.read()
    let (options, encoding, _) = fixture.settings()
    guard error.isEmpty, options.origin else { return }
    let text = try readAll(Input(path: fixture.path("csv"), encoding: encoding).open())
    let lineStarts = text.indices.filter { $0 == 0 || [0x0A, 0x0D].contains(text[$0 - 1]) }
    var starts = try outcome.lines.map {
      try #require(JSONDocument(utf8($0)).root["_origin"]?["byte"]?.integer)
    }
    var rejected: [(start: Int, end: Int)] = []
    for (finding, raw) in zip(outcome.findings, outcome.raws) {
      let place = try #require(finding.location.byteOffset)
      let start = try #require(
        lineStarts.last { $0 <= place && text[$0...].starts(with: raw) })
      starts.append(start)
      if !raw.isEmpty { rejected.append((start, start + raw.count)) }
    }
    #expect(Set(starts).count == starts.count)
    #expect(starts.allSatisfy(lineStarts.contains))
    for (start, end) in rejected {
      let next = starts.filter { $0 > start }.min() ?? text.count
      #expect(text[end..<next].allSatisfy { $0 == 0x0A || $0 == 0x0D })
    }
  }

  private func write(_ text: String, to path: String, keepsEmpty: Bool) {
    if text.isEmpty && !keepsEmpty {
      unlink(path)
      return
    }
    guard let file = fopen(path, "wb") else { return }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, file)
  }
}
