import TamisCore

/// J007 not-an-object.
///
/// What it checks: each line holds an object, not a list, a text or a number.
/// Why: a record has fields; OpenAI answers "every line is a JSON dictionary".
/// Source: https://jsonlines.org
enum NotAnObject: LineRule {
  static let rule = Rule.notAnObject
}
