import TamisCore

/// S014 lengths-differ.
///
/// What it checks: lists that belong together have the same number of elements: token ids with their
/// mask and labels, steps with their labels.
/// Why: the trainer stops when it makes a tensor of them, or pairs the wrong ones.
/// Source: https://huggingface.co/docs/transformers/main_classes/data_collator
struct DifferentCounts: ShapeRule {
  static let rule = Rule("S014", "lengths-differ")
  static let concern: RecordSigns = .problems

  let target: String

  init(_ profile: Profile) { target = profile.name }
}
