public import TamisCore

/// What a `tokenizer_config.json` says about conversations
/// (https://huggingface.co/docs/transformers/chat_templating).
public struct TokenizerConfiguration: Sendable {
  /// `bos_token` and its like, by name, in the order of the file.
  public private(set) var specialTokens: [(name: String, content: [UInt8])] = []
  /// The sources of the templates by name; a single one is `default`.
  public private(set) var templates: [(name: String, source: [UInt8])] = []

  /// Reads the members that matter of the file's object; what has another shape is as if it weren't
  /// there.
  public init(_ root: JSONValue) {
    for (key, value) in root.members {
      guard let name = key.string, name.hasSuffix("_token") else { continue }
      if let text = value.string ?? value["content"]?.string {
        specialTokens.append((name, Array(text.utf8)))
      }
    }
    guard let template = root["chat_template"] else { return }
    if let text = template.string {
      templates = [("default", Array(text.utf8))]
    } else {
      templates = template.elements.compactMap { named in
        guard let name = named["name"]?.string, let text = named["template"]?.string else {
          return nil
        }
        return (name, Array(text.utf8))
      }
    }
  }

  /// The template that Transformers takes: where there are tools, one that is called `tool_use`, else
  /// the one that is called `default`.
  public func templateSource(forTools hasTools: Bool = false) -> [UInt8]? {
    let toolUse = hasTools ? templates.last { $0.name == "tool_use" } : nil
    return (toolUse ?? templates.last { $0.name == "default" })?.source
  }
}
