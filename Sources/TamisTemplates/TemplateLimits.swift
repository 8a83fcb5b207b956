/// How much a render may use before it ends with an error of kind `limit`.
///
/// Templates come from strangers. Python's recursion and range limits hold besides these.
public struct TemplateLimits: Sendable, Equatable {
  /// Instructions, and elements that filters and operators look at. A conversation of ten messages
  /// takes some hundred; a hundred million take about a second.
  public var steps = 200_000_000
  /// Macro calls within one another.
  public var recursionDepth = 200
  /// Bytes of the rendered text.
  public var outputBytes = 256 << 20
  /// Bytes of strings, lists and dictionaries that the template makes along the way.
  public var memoryBytes = 1 << 30

  public init() {}
}
