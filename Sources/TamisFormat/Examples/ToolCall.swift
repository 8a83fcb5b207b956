/// A tool that the model wants to have run.
public struct ToolCall {
  /// What the result will name; `nil` in layouts without ids.
  public var id: JSONFragment?
  /// The tool; a string.
  public var name: JSONFragment
  public var arguments: Arguments

  /// What the tool is given, in either of the two forms that layouts have.
  public enum Arguments {
    case object(JSONFragment)
    /// A string that should hold an object; nobody has looked.
    case text(JSONFragment)
  }

  public init(id: JSONFragment? = nil, name: JSONFragment, arguments: Arguments) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
