import TamisCore

/// L004 wrong-extension.
///
/// What it checks: the name of the file ends as the target wants it. Standard input has no name.
/// Why: the upload goes by the name.
/// Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning
struct WrongExtension: FileRule {
  static let rule = Rule("L004", "wrong-extension")

  private let target: String
  private let extensions: [String]

  init(_ profile: Profile) {
    target = profile.name
    extensions = profile.extensions.values
  }

  func check(_ file: FileSummary) -> [FileVerdict] {
    let path = file.facts.path
    guard path != "-", !extensions.contains(where: { path.hasSuffix($0) }) else { return [] }
    let wanted = extensions.joined(separator: ", ")
    if path.hasSuffix(".gz") {
      return [
        FileVerdict(
          message: "the file is compressed; \(target) takes \(wanted)",
          fix: Finding.Fix(.displayOnly, "upload it decompressed"))
      ]
    }
    return [
      FileVerdict(
        message: "the name does not end in \(wanted), by which \(target) goes",
        fix: Finding.Fix(.displayOnly, "rename the file"))
    ]
  }
}
