/// What is wrong with a recipe, and on which line.
public struct RecipeError: Error, Equatable, Sendable, CustomStringConvertible {
  public var path: String
  /// Counted from 1.
  public var line: Int?
  public var message: String

  public var description: String {
    line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)"
  }
}
