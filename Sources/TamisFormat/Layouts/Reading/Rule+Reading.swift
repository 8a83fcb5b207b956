import TamisCore

extension Rule {
  /// The rule of `UnknownRole`, broken so that the record has no meaning at all.
  static let unknownRole = UnknownRole.rule
}
