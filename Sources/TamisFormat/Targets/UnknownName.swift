/// A name that is none of the known ones.
public struct UnknownName: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the name should be of: "target", "layout".
  public var kind: String
  public var name: String
  /// The names that there are.
  public var known: [String]

  public init(kind: String, name: String, known: [String]) {
    self.kind = kind
    self.name = name
    self.known = known
  }

  /// One line with the names that there are.
  public var description: String {
    "no \(kind) is called '\(name)'; there are: \(known.joined(separator: ", "))"
  }
}
