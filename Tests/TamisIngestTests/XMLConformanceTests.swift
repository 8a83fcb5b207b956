import TamisCore
import TamisIngest
import Testing

/// The W3C XML Conformance Test Suite (https://www.w3.org/XML/Test/), which is not part of the
/// repository.
@Suite(
  "W3C XML conformance",
  .enabled(
    if: sharedFile("data/xml/w3c-conformance/xmlconf.xml") != nil,
    "the suite is not at ../shared/data/xml/w3c-conformance"))
struct XMLConformanceTests {
  /// A document of the suite.
  struct Document {
    var suite: String
    var id: String
    var path: String
    /// `valid`, `invalid`, `not-wf` or `error`.
    var type: String
    /// False for a test of XML 1.1, or of the name rules that the fifth edition of XML 1.0
    /// replaced: the suite tells parsers that follow others not to run it.
    var applies: Bool
  }

  /// The catalogues, and the folders that their paths are relative to.
  private static let catalogues = [
    ("xmltest", "xmltest/xmltest.xml"), ("japanese", "japanese/japanese.xml"),
    ("sun", "sun/sun-valid.xml"), ("sun", "sun/sun-invalid.xml"), ("sun", "sun/sun-not-wf.xml"),
    ("sun", "sun/sun-error.xml"), ("oasis", "oasis/oasis.xml"),
    ("ibm", "ibm/ibm_oasis_invalid.xml"), ("ibm", "ibm/ibm_oasis_not-wf.xml"),
    ("ibm", "ibm/ibm_oasis_valid.xml"), ("ibm/xml-1.1", "ibm/xml-1.1/ibm_invalid.xml"),
    ("ibm/xml-1.1", "ibm/xml-1.1/ibm_not-wf.xml"), ("ibm/xml-1.1", "ibm/xml-1.1/ibm_valid.xml"),
    ("eduni/errata-2e", "eduni/errata-2e/errata2e.xml"),
    ("eduni/xml-1.1", "eduni/xml-1.1/xml11.xml"),
    ("eduni/namespaces/1.0", "eduni/namespaces/1.0/rmt-ns10.xml"),
    ("eduni/namespaces/1.1", "eduni/namespaces/1.1/rmt-ns11.xml"),
    ("eduni/errata-3e", "eduni/errata-3e/errata3e.xml"),
    ("eduni/namespaces/errata-1e", "eduni/namespaces/errata-1e/errata1e.xml"),
    ("eduni/errata-4e", "eduni/errata-4e/errata4e.xml"), ("eduni/misc", "eduni/misc/ht-bh.xml"),
  ]

  /// The documents that the catalogues list.
  private func documents() throws -> [Document] {
    let mapping = try XMLMapping(
      record: "TEST", fields: [FieldMapping(name: "_", source: "@nothing")], allAttributes: true)
    var documents: [Document] = []
    for (suite, catalogue) in Self.catalogues {
      guard let path = sharedFile("data/xml/w3c-conformance/" + catalogue) else { continue }
      // Some are fragments with several roots, and some begin with a declaration.
      var bytes = fileBytes(path)
      if bytes.starts(with: Array("<?xml".utf8)), let end = bytes.firstIndex(of: 0x3E) {
        bytes.removeFirst(end + 1)
      }
      let isFragment = !bytes.contains(Array("<TESTCASES".utf8))
      let outcome = try readXML(
        isFragment ? Array("<x>".utf8) + bytes + Array("</x>".utf8) : bytes, mapping, origin: false)
      #expect(outcome.findings.isEmpty, "\(catalogue): \(outcome.findings)")
      for line in outcome.lines {
        let test = try JSONDocument(Array(line.utf8)).root
        let uri = try #require(test["URI"]?.string)
        documents.append(
          Document(
            suite: suite, id: try #require(test["ID"]?.string),
            path: "data/xml/w3c-conformance/\(suite)/\(uri)",
            type: try #require(test["TYPE"]?.string),
            applies: test["VERSION"]?.string != "1.1"
              && test["RECOMMENDATION"]?.string?.contains("1.1") != true
              && test["EDITION"]?.string?.contains("5") != false))
      }
    }
    return documents
  }

  private static let exceptions: [String: String] = {
    var reasons: [String: String] = [:]
    for line in String(decoding: fileBytes(fixture("xml/w3c-exceptions.tsv")), as: UTF8.self)
      .split(separator: "\n") where line.first != "#"
    {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      reasons[columns[0]] = columns[1]
    }
    return reasons
  }()

  @Test("well-formed documents are accepted and others refused, but for those with a reason")
  func agreesWithSuite() throws {
    let mapping = try XMLMapping(record: "/*")
    var table: [String: [String: Counts]] = [:]
    var seen: Set<String> = []
    for document in try documents() {
      guard let path = sharedFile(document.path) else {
        Issue.record("\(document.id) is not at \(document.path)")
        continue
      }
      let outcome = try readXML(fileBytes(path), mapping)
      let isAccepted = outcome.findings.isEmpty && outcome.lines.count == 1
      #expect(isAccepted || outcome.lines.count == 0 || outcome.findings.count == 1)
      var cell = table[document.suite, default: [:]][document.type] ?? Counts()
      defer { table[document.suite, default: [:]][document.type] = cell }
      guard document.applies else {
        cell.inapplicable += 1
        continue
      }
      if isAccepted { cell.accepted += 1 } else { cell.refused += 1 }
      // What is an "error" may be accepted or refused, as the suite says.
      let isRight = document.type == "error" || isAccepted == (document.type != "not-wf")
      if Self.exceptions[document.id] != nil {
        cell.excepted += 1
        seen.insert(document.id)
        #expect(!isRight, "\(document.id) has a reason but needs none")
      } else {
        #expect(
          isRight,
          "\(document.id) \(document.type) \(path): \(outcome.findings.map(\.message))")
      }
    }
    #expect(seen == Set(Self.exceptions.keys))
    show(table)
  }

  private struct Counts {
    var accepted = 0
    var refused = 0
    /// Of these, judged otherwise than the suite does, for a reason.
    var excepted = 0
    var inapplicable = 0
  }

  private func show(_ table: [String: [String: Counts]]) {
    print("suite, type: accepted, refused; of these against the suite for a reason; not applicable")
    for (suite, types) in table.sorted(by: { $0.key < $1.key }) {
      for (type, cell) in types.sorted(by: { $0.key < $1.key }) {
        print(
          "\(suite), \(type): \(cell.accepted), \(cell.refused); \(cell.excepted); "
            + "\(cell.inapplicable)")
      }
    }
  }
}
