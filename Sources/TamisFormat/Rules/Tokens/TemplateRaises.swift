import TamisCore

/// T020 template-raises.
///
/// What it checks: the template writes the conversation, and doesn't refuse it.
/// Why: the trainer stops at the record, or leaves it out. Templates refuse roles that don't alternate,
/// system prompts, calls that have no result, and say so in their own words.
/// Use instead: a conversation that the template takes, or another template.
/// Source: https://huggingface.co/docs/transformers/chat_templating_writing (`raise_exception`)
enum TemplateRaises {
  static let rule = Rule("T020", "template-raises")
  static let severity = Severity.error
}
