import TamisCore
import TamisIngest

/// Reads files of one or several kinds, one after the other.
struct IngestSource: RecordSource {
  let name = "ingest"
  /// The kinds that occur.
  let kinds: Set<IngestStep.Kind>
  private let files: [(kind: IngestStep.Kind?, source: any RecordSource)]

  init(_ inputs: [Input], step: IngestStep) throws {
    var kinds: Set<IngestStep.Kind> = []
    files = try inputs.map { input in
      let kind = try step.kind ?? Self.kind(of: input)
      kinds.insert(kind)
      return (kind, try Self.source(of: input, as: kind, step))
    }
    self.kinds = kinds
  }

  func read(into emitter: BatchEmitter) throws {
    for file in files { try file.source.read(into: emitter) }
  }

  private static func source(
    of input: Input, as kind: IngestStep.Kind, _ step: IngestStep
  ) throws -> any RecordSource {
    switch kind {
    case .text:
      return TextSource(
        [input], unit: try textUnit(step), field: try textField(step), origin: step.origin)
    case .csv, .tsv:
      return CSVSource([input], options: try csvOptions(step, isTSV: kind == .tsv))
    case .xml:
      return XMLSource(
        inputs: [input], mapping: try xmlMapping(step, input), origin: step.origin)
    case .jsonl:
      return JSONSource([input], origin: step.origin)
    }
  }

  /// What a file holds, by its name, or by its first bytes where the name does not tell.
  private static func kind(of input: Input) throws -> IngestStep.Kind {
    var name = input.path.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let endings: [(String, IngestStep.Kind)] = [
      (".csv", .csv), (".tsv", .tsv), (".tab", .tsv), (".xml", .xml), (".nxml", .xml),
      (".jsonl", .jsonl), (".ndjson", .jsonl), (".json", .jsonl), (".txt", .text),
      (".text", .text), (".md", .text),
    ]
    if let match = endings.first(where: { name.hasSuffix($0.0) }) { return match.1 }
    if input.path == "-" {
      throw UsageError("say what standard input holds with --as text|csv|tsv|xml|jsonl")
    }
    let head = try Peeking(input.open()).peek(4096).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch head.first {
    case UInt8(ascii: "<"): return .xml
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .jsonl
    default: return .text
    }
  }

  private static func textUnit(_ step: IngestStep) throws -> TextSource.Unit {
    if let separator = step.separator {
      guard step.unit == nil else { throw UsageError("give --unit or --separator, not both") }
      let bytes = Array(unescape(separator).utf8)
      guard !bytes.isEmpty else { throw UsageError("--separator is empty") }
      return .separator(bytes)
    }
    switch step.unit ?? .file {
    case .file: return .file
    case .line: return .line
    case .paragraph: return .paragraph
    }
  }

  private static func textField(_ step: IngestStep) throws -> FieldName {
    guard let mapping = step.field.first else { return "text" }
    guard step.field.count == 1, mapping.source == "text" else {
      throw UsageError("text files have one field: use --field NAME=text")
    }
    return FieldName(mapping.name)
  }

  private static func csvOptions(_ step: IngestStep, isTSV: Bool) throws -> CSVOptions {
    func byte(_ text: String?, _ flag: String) throws -> UInt8? {
      guard let text else { return nil }
      let bytes = Array(unescape(text).utf8)
      guard bytes.count == 1, bytes[0] < 0x80, bytes[0] != 0x0A, bytes[0] != 0x0D else {
        throw UsageError("\(flag) takes one ASCII character, or 'tab'")
      }
      return bytes[0]
    }
    return CSVOptions(
      delimiter: try byte(step.delimiter, "--delimiter") ?? (isTSV ? 0x09 : nil),
      quote: try byte(step.quote, "--quote"), lineEnd: step.lineEnd, hasHeader: step.header,
      columns: step.columns.isEmpty ? nil : step.columns, fields: step.field,
      origin: step.origin)
  }

  private static func xmlMapping(_ step: IngestStep, _ input: Input) throws -> XMLMapping {
    if let preset = step.preset {
      let presets = XMLMapping.presets
      guard var mapping = presets.first(where: { $0.name.utf8.elementsEqual(preset.utf8) })?.mapping
      else {
        throw UsageError(
          "there is no preset '\(preset)'" + suggestion(for: preset, among: presets.map(\.name)))
      }
      if let policy = step.undeclaredEntities { mapping.undeclaredEntities = policy }
      return mapping
    }
    guard let record = step.record else {
      throw UsageError(
        "\(input.path): say which element is a record with --record PATH, or use --preset "
          + XMLMapping.presets.map(\.name).joined(separator: "|"))
    }
    do throws(XMLMappingError) {
      return try XMLMapping(
        record: record, fields: step.field, undeclaredEntities: step.undeclaredEntities ?? .error)
    } catch {
      throw UsageError(error.description)
    }
  }

  /// `tab`, `\t`, `\n` and `\0` as the characters that they stand for.
  private static func unescape(_ text: String) -> String {
    if text == "tab" { return "\t" }
    return [("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\\0", "\0")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}
