import TamisCore
import TamisFormat
import Testing

/// Real files of many makers: the layout that each of their records is recognised as is the one that a
/// reader of the file names. "undecided" stands for files that are no training examples, or that leave
/// the choice of the answer to somebody.
@Suite struct LayoutRecognitionTests {
  /// The rows of `real-files.tsv`: a layout, and a file of the shared data.
  static let table: [(file: String, layout: String)] = {
    let bytes = contents(of: fixture("layouts/real-files.tsv")) ?? []
    return bytes.split(separator: 0x0A).compactMap { line in
      let cells = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
      return cells.count == 2 ? (cells[1], cells[0]) : nil
    }
  }()

  /// The records of a file: the elements of an array, one object, or a line each.
  static func records(_ bytes: [UInt8]) -> [[UInt8]] {
    if let document = try? JSONDocument(bytes) {
      if document.root.kind == .array { return document.root.elements.map { Array($0.json) } }
      if document.root.kind == .object { return [bytes] }
    }
    return bytes.split(separator: 0x0A).map { Array($0) }
  }

  @Test(
    "real files are recognised as what they are, record by record",
    .enabled(if: sharedFolder != nil), arguments: table)
  func real(_ file: String, _ layout: String) throws {
    let path = "\(sharedFolder ?? "")/data/finetune/real/\(file)"
    let bytes = try #require(contents(of: path))
    var probe = LayoutProbe()
    var counts: [String: Int] = [:]
    for record in Self.records(bytes) where record.contains(where: { $0 > 0x20 }) {
      switch probe.recognized(record) {
      case .success(let name):
        counts[name, default: 0] += 1
        // Some have rows without an answer; everything else has to be understood.
        let dump = probe.read(as: name)
        if !dump.hasPrefix("layout "), !dump.contains("R007") { counts[dump, default: 0] += 1 }
      case .failure(let failure) where ["S004", "S007"].contains(failure.rule.code):
        counts["undecided", default: 0] += 1
      case .failure: continue  // A line that is no JSON.
      }
    }
    #expect(counts.keys.sorted() == [layout], "\(counts)")
  }

  @Test("the table has every file that holds records", .enabled(if: sharedFolder != nil))
  func complete() throws {
    let folder = "\(try #require(sharedFolder))/data/finetune/real"
    let all = files(below: folder, endingIn: ".jsonl") + files(below: folder, endingIn: ".json")
    #expect(Set(all) == Set(Self.table.map(\.file)))
  }
}
