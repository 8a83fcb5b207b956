/// Why a chat template could not be read, or did not render.
public struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// The template is not Jinja, or uses a tag, filter or test that does not exist.
    case syntax
    /// The template itself refused the conversation, by `raise_exception`.
    case raised
    /// Something that is not there was used.
    case undefined
    /// A value of the wrong type: what Python raises as `TypeError`.
    case type
    /// A value that cannot be: Python's `ValueError`, `IndexError`, `ZeroDivisionError`, …
    case value
    /// The sandbox of Transformers forbids it.
    case security
    /// Other errors that Jinja raises while it renders.
    case runtime
    /// Python can do it and this interpreter cannot.
    case unsupported
    /// A limit of ``TemplateLimits`` was reached.
    case limit
    /// The conversation is not what Transformers takes for one.
    case input
  }

  public var kind: Kind
  /// What is wrong, in the words of Jinja where it has some, without the place.
  public var message: String
  /// Name of the template.
  public var template: String
  /// Line of the template, from 1; `nil` where none is to blame.
  public var line: Int?

  public init(_ kind: Kind, _ message: String, template: String = "", line: Int? = nil) {
    self.kind = kind
    self.message = message
    self.template = template
    self.line = line
  }

  /// One line: `llama-3:12: 'x' is undefined`.
  public var description: String {
    let place = [template.isEmpty ? nil : template, line.map(String.init)].compactMap { $0 }
    return (place.isEmpty ? "" : place.joined(separator: ":") + ": ") + message
  }
}
