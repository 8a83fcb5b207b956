import TamisCore

/// P004 length-bias.
///
/// What it checks: the better answer is the longer one in less than four of five pairs.
/// Why: length is easier to learn than quality; a model that was trained on such pairs becomes
/// long-winded.
/// Source: https://arxiv.org/abs/2310.03716
struct LengthBias: FileRule {
  static let rule = Rule("P004", "length-bias")

  /// With fewer pairs it may be chance.
  private static let fewest = 20

  init(_ profile: Profile) {}

  func check(_ file: FileSummary) -> [FileVerdict] {
    let (longer, pairs) = (file.statistics.longerChosen, file.statistics.pairs)
    guard pairs >= Self.fewest, longer * 5 >= pairs * 4 else { return [] }
    return [
      FileVerdict(
        message: "the chosen answer is the longer one in \(longer) of \(pairs) pairs")
    ]
  }
}
