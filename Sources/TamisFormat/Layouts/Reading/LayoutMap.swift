/// Which field of a record is to be read as which field of a layout: `prompt=question`.
///
/// With a map the record seems to have the layout's field under the name of the other one. A field
/// that is mapped away is no longer found under its own name, unless that is mapped too.
public struct LayoutMap: Sendable, Equatable {
  /// One pair of a map.
  public struct Entry: Sendable, Equatable {
    /// The layout's field.
    let key: KnownKey
    /// The record's field.
    public let source: String

    /// The name of the layout's field.
    public var field: String { key.name }
  }

  public private(set) var entries: [Entry] = []

  /// A map that changes nothing.
  public init() {}

  /// The map in `text`, pairs with commas between them: `prompt=question,completion=answer`.
  ///
  /// On the left stands a field of a layout, on the right a field of the records. A comma or an
  /// equals sign in a name is written behind a backslash.
  public init(_ text: String) throws(LayoutMapError) {
    for pair in Self.split(text, at: ",") {
      let sides = Self.split(pair, at: "=")
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw LayoutMapError(
          description: "'\(pair)' is no pair of fields; write LAYOUT-FIELD=RECORD-FIELD, such as "
            + "prompt=question")
      }
      let (field, source) = (Self.unescaped(sides[0]), Self.unescaped(sides[1]))
      guard let key = Self.fields.first(where: { $0.name == field }) else {
        throw LayoutMapError(
          description: "no layout has a field '\(field)'; there are: "
            + Self.fields.map(\.name).joined(separator: ", "))
      }
      if entries.contains(where: { $0.key == key }) {
        throw LayoutMapError(description: "the field '\(field)' is mapped twice")
      }
      entries.append(Entry(key: key, source: source))
    }
  }

  /// The fields at the top of records that layouts read.
  private static let fields = KnownKey.allCases.filter(\.isField)

  private static func split(_ text: String, at separator: Character) -> [String] {
    var parts = [""]
    var isEscaped = false
    for character in text {
      if character == separator, !isEscaped {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return parts
  }

  private static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        plain.append(character)
        isEscaped = false
      }
    }
    return plain
  }
}

/// Why a map of fields cannot be used.
public struct LayoutMapError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One line: what is wrong with it, and how it is written.
  public var description: String
}
