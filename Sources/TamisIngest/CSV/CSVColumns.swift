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
  init(names: [String], options: CSVOptions, file: String) throws(InputError) {
    let wanted = try Self.wanted(names, options.fields, file)
    try Self.check(wanted, options, file)
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
        throw error(
          "there is no column '\(field.source)'; the columns are \(list(names))", file)
      }
      if let other = names[(column + 1)...].firstIndex(where: {
        $0.utf8.elementsEqual(field.source.utf8)
      }) {
        throw twins(column, other, field.source, file)
      }
      if let other = wanted[column] {
        throw error(
          "the column '\(field.source)' is mapped to both '\(other)' and '\(field.name)'", file)
      }
      wanted[column] = field.name
    }
    return wanted
  }

  /// Refuses fields that a JSON object could not tell apart: all but one of them would be lost.
  private static func check(
    _ wanted: [String?], _ options: CSVOptions, _ file: String
  ) throws(InputError) {
    var columns: [[UInt8]: Int] = [:]
    for (column, name) in wanted.enumerated() {
      guard let name else { continue }
      let key = Array(name.utf8)
      if let first = columns.updateValue(column, forKey: key) {
        throw options.fields.isEmpty
          ? twins(first, column, name, file)
          : error("two columns are mapped to '\(name)'", file)
      }
      if options.origin, key == FieldName.origin.utf8 {
        throw error(
          "column \(column + 1) is named '_origin', where the place of each record is noted; "
            + "name it otherwise with --columns or --field, or use --no-origin", file)
      }
    }
  }

  /// Names for the columns of a file, from its first row or from the user.
  ///
  /// An empty name becomes `column_N`.
  static func names(
    header: [[UInt8]]?, count: Int, options: CSVOptions, file: String
  ) throws(InputError) -> [String] {
    if let columns = options.columns, columns.count != count {
      throw error(
        "\(columns.count) column names were given, but the file has \(count) columns", file)
    }
    let given = options.columns ?? header?.map { String(decoding: $0, as: UTF8.self) }
    return (0..<count).map { index in
      let name = given?[index] ?? ""
      return name.isEmpty ? "column_\(index + 1)" : name
    }
  }

  private static func twins(
    _ first: Int, _ second: Int, _ name: String, _ file: String
  ) -> InputError {
    error(
      "columns \(first + 1) and \(second + 1) are both named '\(name)'; "
        + "name them apart with --columns", file)
  }

  private static func error(_ message: String, _ file: String) -> InputError {
    InputError(path: file, kind: .format(message, line: 1, column: nil, offset: nil))
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
