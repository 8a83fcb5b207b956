/// A path of element names, perhaps with an attribute at its end: the part of XPath that a stream
/// can answer.
///
///     page              a child (of the record), or for records an element anywhere
///     revision/text     a child of a child
///     //p   **/p        a descendant
///     body//p           a descendant of a child
///     */p   dc:title    any element; an element with that prefix, as the document writes it
///     @Id   text/@bytes an attribute
///     .                 the record itself
struct XMLPath: Sendable, Equatable {
  /// One element of the path.
  struct Step: Sendable, Equatable {
    var name: Name
    /// True where any number of elements may stand before it.
    var isDescendant: Bool
  }

  /// What an element or attribute has to be called; `nil` matches anything.
  struct Name: Sendable, Hashable {
    var prefix: String?
    var local: String?
  }

  var steps: [Step] = []
  var attribute: Name?
  /// True for a path that starts at the document's root.
  var isAbsolute = false

  /// The path that `text` writes.
  init(_ text: String) throws(XMLMappingError) {
    func refuse(_ reason: String) -> XMLMappingError { XMLMappingError(path: text, reason: reason) }
    if text == "." { return }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)[...]
    var isDescendant = false
    if parts.count > 1, parts.first == "" {
      parts.removeFirst()
      isAbsolute = parts.first != ""
    }
    while let part = parts.popFirst() {
      if part == "" || part == "**" {
        if isDescendant || parts.isEmpty { throw refuse("an element name is missing") }
        isDescendant = true
      } else if part.first == "@" {
        guard parts.isEmpty else { throw refuse("an attribute has nothing below it") }
        guard let name = Self.name(part.dropFirst()), name.local != nil else {
          throw refuse("'\(part)' is not an attribute name")
        }
        if isDescendant {
          steps.append(Step(name: Name(prefix: nil, local: nil), isDescendant: true))
        }
        attribute = name
      } else {
        guard let name = Self.name(part) else {
          throw refuse("'\(part)' is not an element name; predicates and functions are not known")
        }
        steps.append(Step(name: name, isDescendant: isDescendant))
        isDescendant = false
      }
    }
    if steps.isEmpty, attribute == nil { throw refuse("an element name is missing") }
  }

  /// The paths that `text` writes, with `|` between them.
  static func alternatives(_ text: String) throws(XMLMappingError) -> [XMLPath] {
    var paths: [XMLPath] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      paths.append(try XMLPath(String(part.drop { $0 == " " }.trimmingSpaces)))
    }
    return paths
  }

  private static func name(_ text: Substring) -> Name? {
    if text == "*" { return Name(prefix: nil, local: nil) }
    let refused = Set(" \t\r\n[]()=,'\"<>&@*|")
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, !parts.contains(""), !text.contains(where: refused.contains) else {
      return nil
    }
    let prefix = parts.count == 2 ? String(parts[0]) : nil
    return Name(prefix: prefix, local: parts.last.map(String.init))
  }
}

extension Substring {
  /// The text without spaces at its end.
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Why a path of a mapping cannot be used.
public struct XMLMappingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path, or the field's name, as it was given.
  public var path: String
  public var reason: String

  public var description: String { "'\(path)': \(reason)" }
}
