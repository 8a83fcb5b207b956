import TamisCore

/// E001 bom-present.
///
/// What it checks: the file does not start with the UTF-8 byte-order mark EF BB BF.
/// Why: OpenAI answers the upload with "Expected file to have JSONL format … Line 1 is not a
/// dictionary". Editors on Windows and Excel put the mark there.
/// Use instead: UTF-8 without a mark.
/// Source: https://jsonlines.org
struct ByteOrderMarkPresent: FileRule {
  static let rule = Rule.byteOrderMark

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard file.facts.byteOrderMark?.encoding == "UTF-8" else { return [] }
    return [
      FileVerdict(
        message: "the file starts with a byte-order mark; the upload is refused at line 1",
        fix: Finding.Fix(.safe, "take the first 3 bytes off: tamis ingest FILE > fixed.jsonl"))
    ]
  }
}
