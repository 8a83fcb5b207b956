import TamisCore

/// What is counted over the records of a file, in any order, for the rules about files.
struct FileStatistics {
  /// Records with an image or another medium.
  var mediaExamples = 0
  /// Records of unpaired preference that are wanted, and that are not.
  var wanted = 0
  var unwanted = 0
  /// Pairs of answers, and those of which the better one is the longer.
  var pairs = 0
  var longerChosen = 0
  /// Ids of records with their lines, of the batch that was seen last.
  var ids: [(hash: ContentHash, line: Int)] = []
  /// Kinds that each field was seen with; `nil` where nobody asks.
  var types: FieldTypes?

  /// Adds what was counted in the next batch of the file.
  mutating func add(_ batch: FileStatistics) {
    mediaExamples += batch.mediaExamples
    wanted += batch.wanted
    unwanted += batch.unwanted
    pairs += batch.pairs
    longerChosen += batch.longerChosen
    ids = batch.ids
    if let more = batch.types {
      if types == nil { types = more } else { types?.add(more) }
    }
  }
}

/// Counts over the records of a batch, on one thread.
final class StatisticsCollector {
  // Safety: a collector serves one thread; what it calls cannot call back.
  @exclusivity(unchecked) private var statistics = FileStatistics()
  private let wantsTypes: Bool

  init(_ profile: Profile) {
    wantsTypes = profile.severity(of: TypeDrift.rule) != nil
  }

  /// Takes in a record.
  func collect(_ chat: ChatView, line: Int) {
    if chat.hasParts, chat.parts.contains(where: { $0.isImage || $0.isMedia }) {
      statistics.mediaExamples += 1
    }
    if chat.label != 0 {
      switch chat.kind(chat.label) {
      case .true: statistics.wanted += 1
      case .false: statistics.unwanted += 1
      default: break
      }
    }
    if let pair = chat.pair {
      statistics.pairs += 1
      if chat.length(of: pair.chosen) > chat.length(of: pair.rejected) {
        statistics.longerChosen += 1
      }
    }
    if chat.id != 0 { statistics.ids.append((chat.hash(chat.id), line)) }
    if wantsTypes {
      if statistics.types == nil { statistics.types = FieldTypes() }
      statistics.types?.see(chat.document, line: line)
    }
  }

  /// What was counted since the last call.
  func take() -> FileStatistics {
    defer { statistics = FileStatistics() }
    return statistics
  }
}
