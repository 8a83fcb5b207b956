/// A tool that the model may call.
public struct Tool {
  /// A string.
  public var name: JSONFragment
  /// A string.
  public var description: JSONFragment?
  /// The JSON Schema of the arguments, as it is written.
  public var parameters: JSONFragment?
  /// Whether arguments have to follow the schema; a boolean.
  public var strict: JSONFragment?
  /// All of the tool, where it is as openai-chat writes it: `{"type":"function","function":{…}}`.
  public var json: JSONFragment?

  public init(
    name: JSONFragment, description: JSONFragment? = nil, parameters: JSONFragment? = nil,
    strict: JSONFragment? = nil, json: JSONFragment? = nil
  ) {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.strict = strict
    self.json = json
  }
}
