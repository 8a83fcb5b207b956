import TamisCore

/// Cuts text into the pieces that a model turns into tokens one by one.
///
/// The kinds and their meaning are those of
/// <https://huggingface.co/docs/tokenizers/api/pre-tokenizers>. All are exact; the common ones have
/// scanners of their own that are faster.
indirect enum PreTokenizer: Sendable {
  /// Byte-level: a space is put in front when the text has none, and the pattern of GPT-2 cuts. The
  /// bytes stay bytes; what follows in a sequence sees them as characters of the alphabet.
  case byteLevel(addPrefixSpace: Bool, useRegex: Bool)
  /// The words and the runs of other characters that white space parts: `\w+|[^\w\s]+`.
  case whitespace
  /// What white space parts.
  case whitespaceSplit
  /// By a pattern; with `invert`, the pattern is what is kept and the rest counts as matched.
  case split(SplitPattern, SplitBehavior, invert: Bool)
  case punctuation(SplitBehavior)
  /// Digits part from others, each by itself or in runs.
  case digits(individual: Bool)
  /// Spaces become `replacement`, one is put in front, and each starts a piece.
  case metaspace(replacement: MetaspaceReplacement, prepend: MetaspacePrepend, split: Bool)
  /// BERT: white space is removed, punctuation stands alone.
  case bert
  /// What the character parts.
  case charDelimiterSplit(UInt32)
  /// Changes of script, where hiragana and katakana count as Han.
  case unicodeScripts
  /// Pieces of so many characters.
  case fixedLength(Int)
  case sequence([PreTokenizer])
}

/// What a `PreTokenizer.split` looks for.
enum SplitPattern: Sendable {
  /// These very bytes; at least one.
  case literal([UInt8])
  /// A regular expression, and how the file writes it.
  case regex(Pattern, source: String)
}

/// What a metaspace pre-tokenizer writes for a space.
enum MetaspaceReplacement: Sendable, Equatable {
  /// "▁" by the file; inside of Tamis it stays a space, in vocabularies as in text, and a "▁" of
  /// the text becomes one too: the reference can't tell the two apart.
  case space
  /// Another character, in UTF-8.
  case character([UInt8])

  /// Its bytes.
  var bytes: [UInt8] {
    switch self {
    case .space: [UInt8(ascii: " ")]
    case .character(let bytes): bytes
    }
  }
}

/// Where a metaspace pre-tokenizer puts a replacement in front.
enum MetaspacePrepend: Sendable {
  /// Only at the start of the whole text.
  case first
  case always
  case never
}

extension PreTokenizer {
  /// Cuts the pieces of `text` further.
  ///
  /// - Complexity: linear; patterns by their own cost.
  func apply(to text: inout PreTokenizedText) {
    switch self {
    case .byteLevel(let addPrefixSpace, let useRegex):
      text.byteLevel(addPrefixSpace: addPrefixSpace, useRegex: useRegex)
    case .whitespace: text.cutWords()
    case .whitespaceSplit: text.cutWhitespace()
    case .split(.literal(let bytes), let behavior, let invert):
      text.cut(byLiteral: bytes, behavior, invert: invert)
    case .split(.regex(let pattern, _), let behavior, let invert):
      text.cut(byPattern: pattern, behavior, invert: invert)
    case .punctuation(let behavior): text.cut(by: .punctuation, behavior)
    case .digits(let individual): text.cut(by: .numeric, individual ? .isolated : .contiguous)
    case .metaspace(let replacement, let prepend, let split):
      text.metaspace(replacement, prepend: prepend, split: split)
    case .bert:
      text.cutWhitespace()
      text.cut(by: .punctuation, .isolated)
    case .charDelimiterSplit(let scalar): text.cut(byScalar: scalar)
    case .unicodeScripts: text.cutScripts()
    case .fixedLength(let length): text.cut(length: length)
    case .sequence(let parts):
      for part in parts { part.apply(to: &text) }
    }
  }
}
