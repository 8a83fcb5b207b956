import TamisCore

/// What each column of a file becomes, with the JSON around its values written out beforehand.
///
/// For the columns `id` and `text` a record is `{"id":"` value `","text":"` value `"` origin `}`: all
/// but the values is known before the first row.
struct CSVColumns {
  /// How many columns a row must have.
  let count: Int
  /// JSON before each column's value; `nil` for a column that is not wanted.
  let prefixes: [Range<Int>?]
  /// The bytes that `prefixes` are ranges of, with readable slack behind them.
  let text: [UInt8]

  /// The plan for a file with these column names.
  init(names: [String], fields: [FieldMapping], file: String) throws(InputError) {
    let wanted = try Self.wanted(names, fields, file)
    var text = ByteBuffer()
    var prefixes: [Range<Int>?] = []
    var isFirst = true
    for name in wanted {
      guard let name else {
        prefixes.append(nil)
        continue
      }
      let start = text.count
      text.append(isFirst ? "{" as StaticString : "\",")
      JSONString.encode(name, into: &text)
      text.append(":\"" as StaticString)
      prefixes.append(start..<text.count)
      isFirst = false
    }
    count = names.count
    self.prefixes = prefixes
    self.text = text.array + [UInt8](repeating: 0, count: ByteBuffer.slack)
  }

  /// The field that each column becomes.
  private static func wanted(
    _ names: [String], _ fields: [FieldMapping], _ file: String
  ) throws(InputError) -> [String?] {
    if fields.isEmpty { return names.map { $0 } }
    var wanted = [String?](repeating: nil, count: names.count)
    for field in fields {
      guard let column = names.firstIndex(where: { $0.utf8.elementsEqual(field.source.utf8) })
      else {
        throw InputError(
          path: file,
          kind: .format(
            "there is no column '\(field.source)'; the columns are \(list(names))",
            line: 1, column: nil, offset: nil))
      }
      if let other = wanted[column] {
        throw InputError(
          path: file,
          kind: .format(
            "the column '\(field.source)' is mapped to both '\(other)' and '\(field.name)'",
            line: nil, column: nil, offset: nil))
      }
      wanted[column] = field.name
    }
    return wanted
  }

  /// Names for the columns of a file, from its first row or from the user.
  ///
  /// An empty name becomes `column_N`; two columns of the same name are an error, because all but one
  /// of them would be lost in a JSON object.
  static func names(
    header: [String]?, count: Int, options: CSVOptions, file: String
  ) throws(InputError) -> [String] {
    let given = options.columns ?? header ?? []
    if let columns = options.columns, columns.count != count {
      throw InputError(
        path: file,
        kind: .format(
          "\(columns.count) column names were given, but the file has \(count) columns",
          line: 1, column: nil, offset: nil))
    }
    var names: [String] = []
    for index in 0..<count {
      let name = index < given.count ? given[index] : ""
      names.append(name.isEmpty ? "column_\(index + 1)" : name)
    }
    for (index, name) in names.enumerated() {
      if let first = names[..<index].firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
        throw InputError(
          path: file,
          kind: .format(
            "columns \(first + 1) and \(index + 1) are both named '\(name)'; "
              + "name them apart with --columns",
            line: 1, column: nil, offset: nil))
      }
    }
    return names
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
