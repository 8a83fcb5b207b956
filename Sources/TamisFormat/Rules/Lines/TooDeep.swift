import TamisCore

/// J010 too-deep.
///
/// What it checks: no value is nested deeper than a reader may be asked to follow.
/// Why: readers that call themselves for each level run out of stack; Python's stops near 1,000.
/// Source: https://www.rfc-editor.org/rfc/rfc8259#section-9
enum TooDeep: LineRule {
  static let rule = Rule.tooDeep
}
