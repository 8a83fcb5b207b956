/// The pre-tokenizer patterns of known models, by what they match.
///
/// A pattern is known when it is, byte for byte, one of the ``spellings``. Those of one family give the
/// same pieces in the dialect that they are listed with.
enum KnownPattern: String, CaseIterable, Sendable {
  /// GPT-2, r50k, p50k, Claude's published tokenizer, GPT-NeoX, StarCoder and SmolLM behind `Digits`.
  case gpt2
  /// GPT-4, as tiktoken writes it today. Other than in Llama 3's, white space at the end of a text is
  /// one piece, even with line feeds in it.
  case cl100k
  /// Llama 3.
  case llama3
  /// Qwen 2, 2.5 and 3.
  case qwen2
  /// Qwen 3.5: marks belong to words.
  case qwen35
  /// GPT-4o, gpt-oss, Llama 4.
  case o200k
  /// Mistral's tekken.
  case tekken
  /// Kimi K2.
  case kimiK2
  /// DeepSeek V3: the three splits, one after the other.
  case deepSeekNumbers
  case deepSeekCJK
  case deepSeekWords
  /// Falcon's digits, behind `Punctuation` and `ByteLevel`.
  case falconDigits

  /// The family of `source`, if it is one of the spellings in `dialect`.
  ///
  /// The dialect matters: HF's engine reads `\p{N}{1,3}+` as a run of any length.
  init?(_ source: String, dialect: PatternDialect) {
    let bytes = source.utf8
    for (family, dialects, spelling) in Self.spellings
    where dialects.contains(dialect) && spelling.utf8.elementsEqual(bytes) {
      self = family
      return
    }
    return nil
  }

  private static let word = #"[^\r\n\p{L}\p{N}]?\p{L}+"#
  private static let tail = #" ?[^\s\p{L}\p{N}]+[\r\n]*|"# + blank
  private static let slashTail = #" ?[^\s\p{L}\p{N}]+[\r\n/]*|"# + blank
  private static let blank = #"\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let both: [PatternDialect] = [.fancy, .oniguruma]

  /// Words with case; `class` is appended to the letters of a class, `ending` to a word.
  private static func casedWord(_ narrowing: String, _ ending: String) -> String {
    let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"# + narrowing + "]"
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}"# + narrowing + "]"
    let prefix = #"[^\r\n\p{L}\p{N}]?"#
    return "\(prefix)\(upper)*\(lower)+\(ending)|\(prefix)\(upper)+\(lower)*\(ending)"
  }

  private static func deepSeekWords(_ newlines: String) -> String {
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+"##
      + "|[^\(newlines)\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\(newlines)]*|" + blank
  }

  /// All spellings, with the engines in which they belong to the family.
  static let spellings: [(family: KnownPattern, dialects: [PatternDialect], source: String)] = [
    (
      .gpt2, both,
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    ),
    (
      .gpt2, both,
      #"'s|'t|'re|'ve|'m|'ll|'d| ?[\p{L}]+| ?[\p{N}]+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    ),
    (
      .gpt2, [.fancy],
      #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
    ),
    (
      .gpt2, both, #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    ),
    (
      .cl100k, [.fancy],
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"#
        + #"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
    ),
    (.llama3, both, "\(contraction)|\(word)|\\p{N}{1,3}|\(tail)"),
    (.qwen2, both, "\(contraction)|\(word)|\\p{N}|\(tail)"),
    (
      .qwen35, both,
      contraction + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|"#
        + blank
    ),
    (.o200k, both, "\(casedWord("", contraction + "?"))|\\p{N}{1,3}|\(slashTail)"),
    (.tekken, both, "\(casedWord("", ""))|\\p{N}|\(slashTail)"),
    (
      .kimiK2, both,
      #"[\p{Han}]+|"# + casedWord(#"&&[^\p{Han}]"#, contraction + "?") + #"|\p{N}{1,3}|"# + tail
    ),
    (.deepSeekNumbers, both, #"\p{N}{1,3}"#),
    (.deepSeekCJK, both, "[一-龥\u{3040}-ゟ゠-ヿ]+"),
    // tokenizer.json has the line ends themselves in its classes.
    (.deepSeekWords, both, deepSeekWords("\r\n")),
    (.deepSeekWords, both, deepSeekWords(#"\r\n"#)),
    (.falconDigits, both, "[0-9][0-9][0-9]"),
  ]
}
