import TamisCore
public import TamisTemplates

/// What stands beside a tokenizer's file about conversations: `tokenizer_config.json` and
/// `chat_template.jinja` (https://huggingface.co/docs/transformers/chat_templating).
public struct ChatConfiguration {
  /// `bos_token` and its like, by name.
  public private(set) var specialTokens: [(name: String, content: [UInt8])] = []
  public private(set) var template: ChatTemplate?
  /// The one for conversations with tools, where there is one of its own.
  public private(set) var toolTemplate: ChatTemplate?

  /// The configuration in `folder`; empty where there is none.
  ///
  /// A template in a file of its own goes before one in the configuration, as in Transformers.
  init(folder: String) throws {
    let path = folder + "/tokenizer_config.json"
    if let content = Self.content(of: path) { try read(content, path) }
    let own = folder + "/chat_template.jinja"
    if let source = Self.content(of: own) {
      template = try Self.parsed(source, name: "chat_template.jinja", path: own)
    }
  }

  private init() {}

  /// What `name` stands for: a file of JSON with `chat_template` and special tokens, a file of Jinja,
  /// or a template that comes with Tamis, which brings its special tokens.
  public init(named name: String) throws {
    guard let content = Self.content(of: name) else {
      guard let builtIn = ChatTemplates.named(name) else { throw UsageError(Self.notFound(name)) }
      specialTokens = builtIn.specialTokens
      template = try Self.parsed(Array(builtIn.source.utf8), name: builtIn.name, path: name)
      return
    }
    if name.hasSuffix(".json") {
      try read(content, name)
    } else {
      template = try Self.parsed(content, name: name, path: name)
    }
  }

  /// The template that `name` stands for: a file of Jinja, a file of JSON with a `chat_template`, or
  /// a template that comes with Tamis.
  static func template(named name: String) throws -> ChatTemplate {
    guard let template = try ChatConfiguration(named: name).template else {
      throw UsageError("\(name) has no 'chat_template'")
    }
    return template
  }

  private static func notFound(_ name: String) -> String {
    "there is no chat template '\(name)': it is no file, and the built-in ones are "
      + ChatTemplates.names.joined(separator: ", ")
  }

  private mutating func read(_ content: [UInt8], _ path: String) throws {
    let root: JSONValue
    do throws(JSONError) { root = try JSONDocument(content).root } catch {
      throw UsageError("\(path): byte \(error.offset): \(error.message)")
    }
    let configuration = TokenizerConfiguration(root)
    specialTokens = configuration.specialTokens
    if let source = configuration.templateSource() {
      template = try Self.parsed(source, name: "chat_template", path: path)
    }
    if configuration.templates.count > 1,
      let source = configuration.templateSource(forTools: true)
    {
      toolTemplate = try Self.parsed(source, name: "tool_use", path: path)
    }
  }

  private static func parsed(
    _ source: [UInt8], name: String, path: String
  ) throws -> ChatTemplate {
    do throws(TemplateError) { return try ChatTemplate(source: source, name: name) } catch {
      throw UsageError("\(path): \(error.description)")
    }
  }

  /// The content of the file at `path`; `nil` where there is none that can be read.
  private static func content(of path: String) -> [UInt8]? {
    guard let reader = try? Input(path: path).openBytes() else { return nil }
    var content: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      guard let size = try? block.withUnsafeMutableBytes({ try reader.read(into: $0) }) else {
        return nil
      }
      if size == 0 { return content }
      content += block[..<size]
    }
  }
}
