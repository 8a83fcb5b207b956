public import TamisTemplates
public import TamisTokenizers

/// Why an example has no mask.
public enum LossMaskError: Error, CustomStringConvertible {
  /// The template refused the conversation, or could not render it.
  case template(TemplateError)
  /// The tokenizer cannot encode the text.
  case tokenizer(TokenizerError)
  /// The example is a conversation, and there is no template to write it with.
  case noTemplate
  /// The example is none that a mask can be made of, for that reason.
  case unmaskable(String)

  public var description: String {
    switch self {
    case .template(let error): error.description
    case .tokenizer(let error): error.description
    case .noTemplate: "the example is a conversation, and the tokenizer has no chat template"
    case .unmaskable(let reason): reason
    }
  }
}
