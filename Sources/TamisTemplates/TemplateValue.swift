public import TamisCore

/// A value that is handed to a template.
///
/// `json` is the way of a record: nothing of it is copied before the template looks at it.
public enum TemplateValue {
  /// As if the name had never been given.
  case undefined
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  /// The UTF-8 of a string.
  case string([UInt8])
  case list([TemplateValue])
  /// Keys and values in their order; of equal keys the last one counts.
  case dictionary([(key: [UInt8], value: TemplateValue)])
  /// A value in a document, which must not parse another text before the render is over.
  case json(JSONValue)

  /// The string `text`.
  public static func text(_ text: String) -> TemplateValue { .string(Array(text.utf8)) }
}
