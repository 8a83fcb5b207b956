import TamisCore
import Testing

/// Nicolas Seriot's suite (https://github.com/nst/JSONTestSuite), and cases of our own for the clone
/// alone.
@Suite struct JSONTestSuiteTests {
  private static let folder = SharedData.path("json/JSONTestSuite")

  /// Texts that the standard leaves open and that are accepted here.
  private static let accepted: Set<String> = [
    "number_double_huge_neg_exp", "number_huge_exp", "number_neg_int_huge_exp",
    "number_pos_double_huge_exp", "number_real_neg_overflow", "number_real_pos_overflow",
    "number_real_underflow", "number_too_big_neg_int", "number_too_big_pos_int",
    "number_very_big_negative_int", "object_key_lone_2nd_surrogate",
    "string_1st_surrogate_but_2nd_missing", "string_1st_valid_surrogate_2nd_invalid",
    "string_incomplete_surrogate_and_escape_valid", "string_incomplete_surrogate_pair",
    "string_incomplete_surrogates_escape_valid", "string_invalid_lonely_surrogate",
    "string_invalid_surrogate", "string_inverted_surrogates_U+1D11E",
    "string_lone_second_surrogate", "structure_500_nested_arrays",
  ]

  @Test(
    "the JSON test suite: y_ passes, n_ is refused, and i_ is what it was",
    .enabled(
      if: Self.folder != nil, Comment(rawValue: SharedData.missing("json/JSONTestSuite"))))
  func suite() throws {
    let text = ScanText()
    let document = JSONDocument()
    var counts: [Character: (accepted: Int, refused: Int)] = [:]
    var open: [String] = []
    for input in try Input.list([try #require(Self.folder)]) {
      let name = String(input.path.split(separator: "/").last?.dropLast(5) ?? "")
      let kind = try #require(name.first)
      let bytes = try #require(fileBytes(input.path))

      let verdict = document.failure(of: bytes)
      // The scanner leaves UTF-8 to its caller.
      let valid = bytes.withUnsafeBytes(validUTF8Prefix)
      let scanned =
        valid < bytes.count ? JSONError(.invalidUTF8, at: valid) : text.scan(bytes).error
      #expect(scanned == verdict, "\(name)")

      let isAccepted = verdict == nil
      switch kind {
      case "y": #expect(isAccepted, "\(name): \(verdict?.message ?? "")")
      case "n": #expect(!isAccepted, "\(name)")
      default:
        #expect(isAccepted == Self.accepted.contains(String(name.dropFirst(2))), "\(name)")
        let words = verdict.map { "refused at byte \($0.offset): \($0.message)" } ?? "accepted"
        open.append("  \(name): \(words)")
      }
      counts[kind, default: (0, 0)].accepted += isAccepted ? 1 : 0
      counts[kind, default: (0, 0)].refused += isAccepted ? 0 : 1
    }
    print("JSONTestSuite   files  accepted  refused")
    for (kind, count) in counts.sorted(by: { $0.key > $1.key }) {
      print("  \(kind)_  \(count.accepted + count.refused)  \(count.accepted)  \(count.refused)")
    }
    print(open.sorted().joined(separator: "\n"))
    #expect((counts["y"]?.accepted, counts["n"]?.refused) == (95, 188))
    #expect(open.count == 35)
  }

  @Test("each text of Fixtures/json/accept.txt passes, and each cut of it ends early")
  func accepted() {
    let text = ScanText()
    let cases = lines("json/accept.txt")
    #expect(cases.count > 80)
    for line in cases {
      let bytes = unshown(line)
      #expect(text.scan(bytes) == ReferenceParser.parse(bytes), "\(line)")
      #expect(text.scan(bytes).error == nil, "\(line)")
      #expect(throws: Never.self, "\(line)") { try JSONDocument(bytes) }
    }
  }

  @Test("each text of Fixtures/json/refuse.txt is refused for its reason, at its place")
  func refused() throws {
    let text = ScanText()
    let cases = lines("json/refuse.txt").map { $0.split(separator: "\t").map(String.init) }
    #expect(cases.count > 120)
    for fields in cases {
      try #require((2...3).contains(fields.count), "\(fields)")
      let bytes = unshown(fields.count == 3 ? fields[2] : "")
      let offset = try #require(Int(fields[1]))
      let outcome = text.scan(bytes)
      let isUTF8 = bytes.withUnsafeBytes(validUTF8Prefix) == bytes.count
      let error = JSONDocument().failure(of: bytes)
      let found = try #require(error, "\(fields) is accepted")
      #expect(name(of: found.kind) == fields[0] && found.offset == offset, "\(fields): \(found)")
      #expect(!isUTF8 || outcome.error == error, "\(fields)")
      #expect(!found.message.isEmpty)
    }
  }

  private func lines(_ name: String) -> [String] {
    String(decoding: fixtureBytes(name), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(String.init)
  }

  private func name(of kind: JSONError.Kind) -> String {
    switch kind {
    case .unexpected(let byte): "unexpected:" + shown([byte])
    case .controlCharacter(let byte): "controlCharacter:" + shown([byte])
    case .tooDeep(let limit): "tooDeep:\(limit)"
    case .tooLong(let limit): "tooLong:\(limit)"
    default: "\(kind)"
    }
  }
}
