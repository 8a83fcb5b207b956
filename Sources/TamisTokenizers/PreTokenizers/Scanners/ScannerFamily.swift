/// The pre-tokenizer patterns that have a scanner of their own, by the model that they came with.
enum ScannerFamily: Sendable, CaseIterable {
  /// GPT-2, r50k, p50k, GPT-NeoX, StarCoder …
  case gpt2
  /// GPT-4, by tiktoken's pattern of today.
  case cl100k
  /// Llama 3.
  case llama3
  /// Qwen 2 and 2.5.
  case qwen
  /// Qwen 3.5.
  case qwen35
  /// GPT-4o, gpt-oss, Llama 4.
  case o200k
  /// Mistral's tekken.
  case tekken
  /// Kimi K2.
  case kimiK2
  /// DeepSeek V3 and R1, whose patterns are three.
  case deepSeek

  /// Writes the ends of the pieces from `start` on; see `PieceScanner.scan`.
  @inline(__always)
  func scan(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, isLast: Bool,
    into ends: UnsafeMutablePointer<UInt32>, capacity: Int
  ) -> Int {
    switch self {
    case .gpt2:
      PieceScanner<GPT2Rules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .cl100k:
      PieceScanner<CL100KRules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .llama3:
      PieceScanner<Llama3Rules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .qwen:
      PieceScanner<QwenRules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .qwen35:
      PieceScanner<Qwen35Rules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .o200k:
      PieceScanner<O200KRules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .tekken:
      PieceScanner<TekkenRules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .kimiK2:
      PieceScanner<KimiRules>().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    case .deepSeek:
      DeepSeekScanner().scan(
        text, from: start, to: end, isLast: isLast, into: ends, capacity: capacity)
    }
  }
}

extension ScannerFamily {
  /// The scanner for `patterns`, each of which isolates its matches in the pieces of the one before, as
  /// an engine of `dialect` reads them; `nil` where there is none. `KnownPattern` has the spellings.
  init?(patterns: [String], dialect: PatternDialect) {
    let known = patterns.map { KnownPattern($0, dialect: dialect) }
    if known.count == 1, let family = known[0]?.family {
      self = family
    } else if known == [.deepSeekNumbers, .deepSeekCJK, .deepSeekWords] {
      self = .deepSeek
    } else {
      return nil
    }
  }
}

extension KnownPattern {
  /// The scanner that does what the pattern does alone.
  fileprivate var family: ScannerFamily? {
    switch self {
    case .gpt2: .gpt2
    case .cl100k: .cl100k
    case .llama3: .llama3
    case .qwen2: .qwen
    case .qwen35: .qwen35
    case .o200k: .o200k
    case .tekken: .tekken
    case .kimiK2: .kimiK2
    case .deepSeekNumbers, .deepSeekCJK, .deepSeekWords, .falconDigits: nil
    }
  }
}
