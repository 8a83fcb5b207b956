import TamisCore
import TamisTemplates

/// M020 template-not-generation-marked.
///
/// What it checks: the template has `{% generation %}` around what the assistant says.
/// Why: Transformers and TRL's `assistant_only_loss` know answers by that tag alone; without it the
/// mask is all zeros, or an error. Tamis finds the turns without, and so do trainers with templates
/// of their own.
/// Source: https://huggingface.co/docs/trl/sft_trainer (`assistant_only_loss`)
struct TemplateNotMarked: TokenizerRule {
  static let rule = Rule("M020", "template-not-generation-marked")
  static let severity = Severity.info

  static func check(_ model: ChatTokenizer) -> [String] {
    guard let template = model.template, !template.hasGeneration else { return [] }
    return ["\(template.name) has no {% generation %}, which TRL's assistant_only_loss needs"]
  }
}
