import TamisCore

/// A way in which the keys of a record are arranged: `openai-chat`, `prompt-completion` …
///
/// A layout is data going in. One value belongs to one thread, so that it may keep scratch space.
public protocol Layout: SendableMetatype {
  /// The name that `--from` takes.
  static var name: String { get }
  /// The fields that tell the layout, which a record of it cannot lack.
  static var required: [FieldName] { get }
  /// The other fields that the layout gives a meaning to.
  static var optional: [FieldName] { get }

  init()

  /// The meaning of `record`, or why it has none.
  mutating func example(from record: Record) -> Result<Example, LayoutFailure>
}

/// Why a record has no meaning in a layout.
public struct LayoutFailure: Error, Equatable {
  public var rule: Rule
  /// What is wrong, with the JSON Pointer of the place in it.
  public var message: String

  public init(_ rule: Rule, _ message: String) {
    self.rule = rule
    self.message = message
  }
}

/// The layouts that are known, one line each.
public enum Layouts {
  public static let all: [any Layout.Type] = [
    OpenAIChatLayout.self,
    PromptCompletionLayout.self,
  ]

  /// The layout of that name.
  public static func named(_ name: String) throws(UnknownName) -> any Layout.Type {
    guard let layout = all.first(where: { $0.name == name }) else {
      throw UnknownName(kind: "layout", name: name, known: all.map { $0.name })
    }
    return layout
  }
}

extension Layout {
  /// True when the record has all of the fields that tell the layout, whatever is in them.
  static func isEvident(in record: Record) -> Bool {
    required.allSatisfy { record[$0] != nil }
  }

  /// The fields that are read, the required ones first.
  static var fields: [FieldName] { required + optional }
}
