import TamisCore

/// T012 not-tokenized.
///
/// What it checks: the record can be made tokens.
/// Why: what can't be encoded can't be trained on: a conversation for a tokenizer without a template,
/// a row of ids that are not the tokenizer's, a character that a vocabulary without bytes doesn't have.
/// Source: https://huggingface.co/docs/transformers/chat_templating
enum NotTokenized {
  static let rule = Rule("T012", "not-tokenized")
  static let severity = Severity.error
}
