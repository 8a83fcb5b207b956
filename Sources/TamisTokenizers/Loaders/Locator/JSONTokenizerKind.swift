import TamisCore

/// What a tokenizer file that is JSON is, by its keys and their kinds: "config" and "model" are tokens
/// of a `vocab.json` as well, but then stand before numbers.
enum JSONTokenizerKind {
  /// Hugging Face's `tokenizer.json`; what is none of the others, so that its reader says what lacks.
  case tokenizerJSON
  case tekken
  /// The encoding that tiktoken's JavaScript package stores in one file.
  case tiktokenJSON
  /// A `vocab.json`, whose merges are in another file.
  case vocabulary

  init(_ root: JSONValue) {
    if root["bpe_ranks"]?.kind == .string {
      self = .tiktokenJSON
    } else if root["config"]?.kind == .object {
      self = .tekken
    } else if root["model"]?.kind != .object, GPT2Files.isVocabulary(root) {
      self = .vocabulary
    } else {
      self = .tokenizerJSON
    }
  }
}
