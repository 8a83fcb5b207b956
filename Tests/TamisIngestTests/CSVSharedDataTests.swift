import TamisCore
import TamisIngest
import Testing

@Suite("CSV of others")
struct CSVSharedDataTests {
  private static let folder = sharedFile("data/csv")

  @Test(
    "csv-spectrum comes out as its authors say",
    .enabled(if: folder != nil, "needs ../shared/data/csv, or the folder that TAMIS_SHARED names"))
  func spectrum() throws {
    let folder = try #require(Self.folder) + "/csv-spectrum"
    let names = fileNames(in: folder + "/csvs", endingIn: ".csv").map { $0.dropLast(4) }
    #expect(names.count == 12)
    for name in names {
      let outcome = try collect {
        try CSVSource([Input(path: "\(folder)/csvs/\(name).csv")]).read(into: $0)
      }
      let expected = try JSONDocument(fileBytes("\(folder)/json/\(name).json")).root
      var rows = (expected.kind == .array ? Array(expected.elements) : [expected])
        .map(Self.fields)
      var records = try outcome.lines.map { line in
        let record = try JSONDocument(utf8(line)).root
        return Self.fields(record).filter { $0.name != "_origin" }
      }
      if name == "location_coordinates" {
        // The two files do not have the same telephone number.
        rows = rows.map { $0.filter { $0.name != "Contact Phone Number" } }
        records = records.map { $0.filter { $0.name != "Contact Phone Number" } }
      }
      if !fileBytes("\(folder)/csvs/\(name).csv").contains(0x0D) {
        // Git has taken the carriage returns out of the one, but not out of the other.
        rows = rows.map { $0.map { Field(name: $0.name, value: $0.value?.filter { $0 != 0x0D }) } }
      }
      let isSame = records == rows && outcome.findings.isEmpty
      print("csv-spectrum \(name): \(records.count) rows, \(isSame ? "same" : "DIFFERENT")")
      #expect(isSame, "\(name): \(records) instead of \(rows)")
    }
  }

  private struct Field: Equatable {
    var name: String
    var value: [UInt8]?
  }

  /// The fields, names in their order; those of the expected JSON are in another one.
  private static func fields(_ record: JSONValue) -> [Field] {
    record.members
      .map { Field(name: $0.key.string ?? "", value: $0.value.string.map(utf8)) }
      .sorted { $0.name < $1.name }
  }

  /// What Python's `csv.reader` makes of a file: rows as wide as the header, the numbers of the other
  /// rows' lines, and FNV-1a (64 bits) of the values of the former, 0x1F behind each, 0x1E behind a row.
  struct Judged: CustomTestStringConvertible, Sendable {
    let file: String
    let rows: Int
    let ragged: ClosedRange<Int>?
    let hash: UInt64
    var testDescription: String { file }
  }

  static let judged = [
    Judged(file: "reddit_posts.csv", rows: 25_409, ragged: nil, hash: 0xBBB9_C98F_EE41_2CED),
    Judged(
      file: "tennis_matches_ragged.csv", rows: 24_997, ragged: 24_999...30_001,
      hash: 0x384A_B3DF_19F6_76EF),
  ]

  @Test(
    "a real file comes out as Python reads it",
    .enabled(if: folder != nil, "needs ../shared/data/csv, or the folder that TAMIS_SHARED names"),
    arguments: judged)
  func real(_ judged: Judged) throws {
    let path = try #require(Self.folder) + "/" + judged.file
    let outcome = try collect { try CSVSource([Input(path: path)]).read(into: $0) }
    #expect(outcome.findings.map(\.location.line) == (judged.ragged.map(Array.init) ?? []))
    var rows = 0
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let document = JSONDocument()
    var value = ByteBuffer()
    outcome.text.withUnsafeBytes { text in
      for line in text.split(separator: 0x0A) {
        rows += 1
        guard let record = try? document.parse(UnsafeRawBufferPointer(rebasing: line)) else {
          continue
        }
        for member in record.members where member.value.kind == .string {
          value.removeAll()
          let json = member.value.json
          JSONString.decode(
            UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1]), into: &value)
          value.append(0x1F)
          fold(value.bytes, into: &hash)
        }
        fold([0x1E], into: &hash)
      }
    }
    #expect(rows == judged.rows)
    #expect(hash == judged.hash)
  }

  private func fold(_ bytes: some Sequence<UInt8>, into hash: inout UInt64) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
