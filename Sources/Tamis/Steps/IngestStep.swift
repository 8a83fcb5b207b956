import TamisCore
import TamisIngest

/// `tamis ingest`: how files become records.
public struct IngestStep: Sendable {
  public static let verb = "ingest"

  /// What a file holds.
  public enum Kind: String, Sendable, CaseIterable {
    case text, csv, tsv, xml, jsonl
  }

  /// What becomes a record of a text.
  public enum Unit: String, Sendable, CaseIterable {
    case file, line, paragraph
  }

  public var files: [String] = []
  public var kind: Kind?
  public var record: String?
  public var preset: String?
  public var field: [FieldMapping] = []
  public var unit: Unit?
  public var separator: String?
  public var encoding: String?
  public var delimiter: String?
  public var quote: String?
  public var lineEnd: CSVDialect.LineEnd?
  public var header: Bool?
  public var columns: [String] = []
  public var undeclaredEntities: XMLMapping.UndeclaredEntities?
  public var origin = true
  public var rejects: String?

  public init() {}

  init(_ recipe: inout RecipeMapping) throws(RecipeError) {
    files = try recipe.strings("files")
    kind = try recipe.choice("as")
    record = try recipe.string("record")
    preset = try recipe.string("preset")
    field = try recipe.pairs("field").map { FieldMapping(name: $0, source: $1) }
    unit = try recipe.choice("unit")
    separator = try recipe.string("separator")
    encoding = try recipe.string("encoding")
    delimiter = try recipe.string("delimiter")
    quote = try recipe.string("quote")
    lineEnd = try recipe.choice("line-end")
    header = try recipe.boolean("header")
    columns = try recipe.strings("columns")
    undeclaredEntities = try recipe.choice("undeclared-entities")
    origin = try recipe.boolean("origin") ?? true
    rejects = try recipe.string("rejects")
  }

  /// The options and files as words for the command line.
  public var arguments: [String] {
    var words = ArgumentWords()
    words.add("--as", kind?.rawValue)
    words.add("--record", record)
    words.add("--preset", preset)
    words.add("--field", field.map { "\($0.name)=\($0.source)" })
    words.add("--unit", unit?.rawValue)
    words.add("--separator", separator)
    words.add("--encoding", encoding)
    words.add("--delimiter", delimiter)
    words.add("--quote", quote)
    words.add("--line-end", lineEnd?.rawValue)
    words.add("--header", if: header == true)
    words.add("--no-header", if: header == false)
    words.add("--columns", columns.isEmpty ? nil : columns.joined(separator: ","))
    words.add("--undeclared-entities", undeclaredEntities?.rawValue)
    words.add("--no-origin", if: !origin)
    words.add("--rejects", rejects)
    return words.words + files
  }

  /// The source of the records, and the stage that completes them if there is one.
  public func makeSource() throws -> (source: any RecordSource, stages: [any Stage]) {
    let inputs = try Input.list(files, encoding: encoding)
    let source = try IngestSource(inputs, step: self)
    guard source.kinds.contains(.jsonl) else { return (source, []) }
    if !field.isEmpty, source.kinds != [.jsonl] {
      throw UsageError("--field cannot map JSON and other files in one go; ingest them apart")
    }
    return (source, [FieldStage(fields: field, origin: origin)])
  }
}
