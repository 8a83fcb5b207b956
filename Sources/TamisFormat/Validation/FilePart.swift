/// Which part of a data set a file is.
public enum FilePart: String, Sendable, CaseIterable {
  case train, validation, test

  /// The part that the name of a file tells: `train.jsonl`, `data/my-valid-2.jsonl.gz`.
  public init?(named path: String) {
    let name = path.split(separator: "/").last ?? ""
    let words = name.lowercased().split { !$0.isLetter }
    for word in words {
      switch word {
      case "train", "training": self = .train
      case "valid", "validation", "val", "dev", "eval", "evaluation": self = .validation
      case "test", "testing": self = .test
      default: continue
      }
      return
    }
    return nil
  }
}
