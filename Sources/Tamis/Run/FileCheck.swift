import TamisCore
import TamisFormat

/// What the validation of one file came to.
public struct FileCheck: Sendable {
  public var path: String
  /// The target's name.
  public var target: String
  public var records: Int
  public var errors = 0
  public var warnings = 0
  /// The worst severity that was found.
  public var worst: Severity?
}
