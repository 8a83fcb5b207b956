import TamisCore

/// D010 train-eval-overlap.
///
/// What it checks: where several files are parts of one data set, told by their names (train, valid,
/// test), no record is in two of them.
/// Why: what was trained on tells nothing about what was learned; the loss of validation looks too
/// good.
/// Use instead: `tamis dedupe` before `tamis split`.
/// Source: https://github.com/huggingface/datasets/issues/4261
enum TrainValidationOverlap: LineRule {
  static let rule = Rule.trainValidationOverlap
}

extension Rule {
  static let trainValidationOverlap = Rule("D010", "train-eval-overlap")
}
