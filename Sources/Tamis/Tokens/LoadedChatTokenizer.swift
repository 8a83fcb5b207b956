import TamisCore
public import TamisFormat
import TamisTemplates
import TamisTokenizers

/// A tokenizer that the user named, with the chat template and the special tokens that go with it.
public struct LoadedChatTokenizer: Sendable {
  public let loaded: LoadedTokenizer
  public let chat: ChatTokenizer

  /// The name of the tokenizer as the user gave it.
  public var name: String { loaded.name }
  /// The template's name: that of a built-in one, or its file's; `nil` where there is none.
  public var templateName: String? { chat.template?.name }

  /// Finds and reads the tokenizer that `name` stands for, and beside its file what names its special
  /// tokens and its template: `tokenizer_config.json` and `chat_template.jinja`.
  ///
  /// `template` is used instead of that one: a file of Jinja, a `tokenizer_config.json`, or a built-in
  /// template's name. Throws `UsageError` or `InputError`.
  public init(named name: String, encoding: String? = nil, template: String? = nil) throws {
    loaded = try LoadedTokenizer(named: name, encoding: encoding)
    let folder = Self.folder(of: loaded.path)
    let configuration = try ChatConfiguration(folder: folder)
    let chosen = try template.map { try ChatConfiguration.template(named: $0) }
    let variables = TemplateVariables(
      specialTokens: configuration.specialTokens, now: currentCivilTime())
    do throws(TokenizerError) {
      chat = try ChatTokenizer(
        tokenizer: loaded.tokenizer, template: chosen ?? configuration.template,
        variables: variables)
    } catch {
      throw UsageError("\(name): \(error.description)")
    }
    if template != nil, let failure = chat.templateFailure {
      throw UsageError("the template cannot be used: \(failure)")
    }
  }

  private static func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
  }
}
