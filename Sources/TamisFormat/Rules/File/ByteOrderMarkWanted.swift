import TamisCore

/// E002 bom-required.
///
/// What it checks: the file starts with the UTF-8 byte-order mark EF BB BF, where the target's manual
/// asks for one.
/// Why: Azure's manual asks for it; none of Microsoft's own sample files has one, and they are taken.
/// Source: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning
struct ByteOrderMarkWanted: FileRule {
  static let rule = Rule("E002", "bom-required")

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    guard let size = file.facts.size, size > 0, file.facts.byteOrderMark == nil else { return [] }
    return [
      FileVerdict(
        message: "the file has no byte-order mark; the manual asks for one, and files without are "
          + "taken")
    ]
  }
}
