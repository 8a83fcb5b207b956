/// What sets one family of pre-tokenizer patterns apart from another.
///
/// All of them cut text into words, numbers, punctuation and white space, in this order:
///
///     contraction | prefix? letters | digits | ' '? punctuation newlines* | white space
///
/// A conformer says with constants which of the parts it has and how they look; the scanners are
/// generic over it and compiled once for each.
protocol ScannerRules {
  /// Where `'s 't 're 've 'm 'll 'd` is a match.
  static var contraction: Contraction { get }
  /// What one character before a word belongs to it.
  static var prefix: WordPrefix { get }
  /// The most digits of one piece; 0 where there is no end, and a space before them belongs to them.
  static var longestNumber: Int { get }
  /// True where a word ends before an upper-case letter that follows a lower-case one.
  static var splitsCase: Bool { get }
  /// True where a run of Han is a piece, and part of no other word.
  static var splitsHan: Bool { get }
  /// What characters are to the pattern.
  static var classes: ScannerClasses { get }
  /// What is taken in behind punctuation.
  static var punctuationTail: PunctuationTail { get }
  /// True for `\s*[\r\n]+` before the rules for other white space.
  static var endsAtNewlines: Bool { get }
  /// True for `\s+$` before those: white space at the end of the text is one piece, whatever it is.
  static var takesFinalSpaceWhole: Bool { get }
}

/// What most patterns since GPT-4's share; a family says where it differs.
extension ScannerRules {
  static var contraction: Contraction { .piece(ignoringCase: true) }
  static var prefix: WordPrefix { .anything }
  static var longestNumber: Int { 3 }
  static var splitsCase: Bool { false }
  static var splitsHan: Bool { false }
  static var classes: ScannerClasses { .marksAsSigns }
  static var punctuationTail: PunctuationTail { .newlines }
  static var endsAtNewlines: Bool { true }
  static var takesFinalSpaceWhole: Bool { false }
}

enum Contraction {
  case none
  /// A piece of its own, where a match starts; upper case too if `ignoringCase`.
  case piece(ignoringCase: Bool)
  /// The end of a word, in any case.
  case suffix
}

enum WordPrefix {
  /// ` ?\p{L}+`
  case blank
  /// `[^\r\n\p{L}\p{N}]?\p{L}+`
  case anything
}

enum PunctuationTail {
  case none
  /// `[\r\n]*`
  case newlines
  /// `[\r\n/]*`
  case newlinesAndSlashes
}

/// GPT-2, and with it r50k, p50k, GPT-NeoX, StarCoder …:
/// `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2Rules: ScannerRules {
  static var contraction: Contraction { .piece(ignoringCase: false) }
  static var prefix: WordPrefix { .blank }
  static var longestNumber: Int { 0 }
  static var punctuationTail: PunctuationTail { .none }
  static var endsAtNewlines: Bool { false }
}

/// GPT-4's cl100k as tiktoken has it: Llama 3's but for white space at the very end of a text, which
/// `\s++$` takes whole.
enum CL100KRules: ScannerRules {
  static var takesFinalSpaceWhole: Bool { true }
}

/// Llama 3, and cl100k as it was published first:
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|`
/// `\s*[\r\n]+|\s+(?!\S)|\s+`
enum Llama3Rules: ScannerRules {}

/// Qwen 2 and 2.5: Llama 3's with one digit a piece.
enum QwenRules: ScannerRules {
  static var longestNumber: Int { 1 }
}

/// Qwen 3.5: Qwen 2's with marks as letters.
enum Qwen35Rules: ScannerRules {
  static var longestNumber: Int { 1 }
  static var classes: ScannerClasses { .marksAsLetters }
}

/// GPT-4o's o200k, gpt-oss and Llama 4, as in tiktoken's `openai_public.py`.
enum O200KRules: ScannerRules {
  static var contraction: Contraction { .suffix }
  static var splitsCase: Bool { true }
  static var classes: ScannerClasses { .marksInWords }
  static var punctuationTail: PunctuationTail { .newlinesAndSlashes }
}

/// Mistral's tekken: o200k without contractions and with one digit a piece.
enum TekkenRules: ScannerRules {
  static var contraction: Contraction { .none }
  static var longestNumber: Int { 1 }
  static var splitsCase: Bool { true }
  static var classes: ScannerClasses { .marksInWords }
  static var punctuationTail: PunctuationTail { .newlinesAndSlashes }
}

/// Kimi K2: o200k with runs of Han before everything else, and without slashes behind punctuation.
enum KimiRules: ScannerRules {
  static var contraction: Contraction { .suffix }
  static var splitsCase: Bool { true }
  static var splitsHan: Bool { true }
  static var classes: ScannerClasses { .hanApart }
}
