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

@Suite("XML fixtures")
struct XMLFixtureTests {
  /// A case in `Fixtures/xml`, which its README explains.
  struct Case: CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }

    static let all = fileNames(in: fixture("xml"), endingIn: ".map").map {
      Case(name: String($0.dropLast(4)))
    }

    func path(_ kind: String) -> String { fixture("xml/\(name).\(kind)") }
    var document: [UInt8] { fileBytes(path("xml")) }

    func expected(_ kind: String) -> String {
      access(path(kind), R_OK) == 0
        ? String(decoding: fileBytes(path(kind)), as: UTF8.self) : ""
    }

    /// Mapping and encoding, as the `.map` file says.
    func settings() throws -> (mapping: XMLMapping, encoding: String?) {
      var record = ""
      var preset: XMLMapping?
      var fields: [FieldMapping] = []
      var excluded: [String] = []
      var encoding: String?
      var flags: Set<String> = []
      for line in expected("map").split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let value = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "preset": preset = XMLMapping.presets.first { $0.name == value }?.mapping
        case "record": record = value
        case "field":
          let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
          fields.append(FieldMapping(name: parts[0], source: parts[1]))
        case "exclude": excluded.append(value)
        case "encoding": encoding = value
        default: flags.insert(words[0])
        }
      }
      if let preset { return (preset, encoding) }
      return (
        try XMLMapping(
          record: record, fields: fields, allAttributes: flags.contains("attributes"),
          collapsesSpace: flags.contains("collapse"), excluding: excluded,
          undeclaredEntities: flags.contains("keep-entities") ? .keep : .error), encoding
      )
    }

    func read(step: Int = .max) throws -> XMLOutcome {
      let (mapping, encoding) = try settings()
      return try readXML(document, mapping, step: step, encoding: encoding)
    }
  }

  @Test("a document gives the records and findings beside it", arguments: Case.all)
  func matchesExpectation(_ fixture: Case) throws {
    let outcome = try fixture.read()
    let records = String(decoding: outcome.text, as: UTF8.self)
    let findings = outcome.findings.map(describe).joined()
    if getenv("UPDATE_GOLDEN") != nil {
      write(records, to: fixture.path("jsonl"))
      if !findings.isEmpty { write(findings, to: fixture.path("findings")) }
    }
    #expect(records == fixture.expected("jsonl"))
    #expect(findings == fixture.expected("findings"))
  }

  @Test("pieces of any size give what the whole document gives", arguments: Case.all)
  func piecesDoNotMatter(_ fixture: Case) throws {
    let whole = try fixture.read()
    for step in [1, 7, 4096] {
      #expect(try fixture.read(step: step) == whole, "in pieces of \(step) bytes")
    }
  }

  @Test("every record stands where its origin says", arguments: Case.all)
  func originsAreTrue(_ fixture: Case) throws {
    // Offsets in other character sets are those of the decoded text.
    guard fixture.document.starts(with: Array("<".utf8)), try fixture.settings().encoding == nil,
      String(validating: fixture.document, as: UTF8.self) != nil
    else { return }
    for line in try fixture.read().lines {
      let record = try JSONDocument(Array(line.utf8))
      let origin = try #require(record.root["_origin"])
      let byte = try #require(origin["byte"]?.integer)
      let before = fixture.document[..<byte]
      #expect(fixture.document[byte] == UInt8(ascii: "<") || fixture.name == "entity-record")
      #expect(origin["line"]?.integer == before.count { $0 == 0x0A } + 1)
    }
  }

  private func describe(_ finding: Finding) -> String {
    let place = finding.location
    let numbers = [place.line, place.column].map { $0.map(String.init) ?? "-" }
    let byte = place.byteOffset.map(String.init) ?? "-"
    return "\(numbers.joined(separator: ":")):\(byte) \(finding.severity) \(finding.rule) "
      + "\(finding.message)\n"
  }

  private func write(_ text: String, to path: String) {
    guard let file = fopen(path, "wb") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }
}
