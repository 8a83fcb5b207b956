import ArgumentParser
import Tamis
import TamisIngest

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Makes records of text, CSV, XML or JSON.",
    discussion: """
      Examples:
        tamis ingest tickets.csv --field prompt=question --field completion=answer
        tamis ingest dump.xml.gz --preset mediawiki
        tamis ingest posts.xml --record row --field title=@Title --field text=@Body
        tamis ingest notes/ --as text --unit paragraph

      What a file holds follows from its name, or from its first bytes. Each record gets '_origin', the
      file, line and byte that it came from. A row, line or text that is no good is left out, with its
      place and the reason, and makes the exit code 1.

      Memory: O(1), the longest record. Time: O(bytes).
      """)

  @Option(name: .customLong("as"), help: "What the files hold: text, csv, tsv, xml or jsonl.")
  var kind: IngestStep.Kind?

  @Option(help: ArgumentHelp("XML: the element that is a record.", valueName: "path"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "XML: mediawiki, stackexchange, jats, tei or docbook.", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "A field and the column, path, @attribute or field that it comes from; may be repeated.",
      valueName: "name=source"))
  var field: [FieldMapping] = []

  @Option(help: "Text: what a record is, file (the default), line or paragraph.")
  var unit: IngestStep.Unit?

  @Option(help: ArgumentHelp("Text: what stands between records.", valueName: "text"))
  var separator: String?

  @Option(
    help: ArgumentHelp(
      "The character set, by any name of 'iconv -l'. Default: by byte-order mark, else UTF-8.",
      valueName: "name"))
  var encoding: String?

  @Option(help: ArgumentHelp("CSV: what separates values.", valueName: "character"))
  var delimiter: String?

  @Option(help: ArgumentHelp("CSV: what quotes values.", valueName: "character"))
  var quote: String?

  @Option(help: "CSV: what ends a row, lf (with or without CR) or cr.")
  var lineEnd: CSVDialect.LineEnd?

  @Flag(inversion: .prefixedNo, help: "CSV: whether the first row names the columns.")
  var header: Bool?

  @Option(help: ArgumentHelp("CSV: names for the columns.", valueName: "a,b,c"))
  var columns: String?

  @Option(
    help: "XML: what to do about entities that the file does not declare, error or keep.")
  var undeclaredEntities: XMLMapping.UndeclaredEntities?

  @Flag(inversion: .prefixedNo, help: "Whether records get '_origin'.")
  var origin = true

  @OptionGroup var stream: StreamOptions

  func run() throws {
    var step = IngestStep()
    step.files = stream.files
    step.kind = kind
    step.record = record
    step.preset = preset
    step.field = field
    step.unit = unit
    step.separator = separator
    step.encoding = encoding
    step.delimiter = delimiter
    step.quote = quote
    step.lineEnd = lineEnd
    step.header = header
    step.columns = columns.map { $0.split(separator: ",").map(String.init) } ?? []
    step.undeclaredEntities = undeclaredEntities
    step.origin = origin
    step.rejects = stream.rejects
    if step.files.isEmpty, Console.isInputTerminal {
      throw UsageError("ingest reads standard input, which is a terminal; name files")
    }
    try runJob(
      Job(
        source: .ingest(step), steps: [], output: stream.output,
        options: stream.global.jobOptions), stream.global)
  }
}

extension IngestStep.Kind: ExpressibleByArgument {}
extension IngestStep.Unit: ExpressibleByArgument {}
extension CSVDialect.LineEnd: ExpressibleByArgument {}
extension XMLMapping.UndeclaredEntities: ExpressibleByArgument {}

extension FieldMapping: ExpressibleByArgument {
  public init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else {
      self.init(name: argument, source: argument)
      return
    }
    let name = String(argument[..<equals])
    let source = String(argument[argument.index(after: equals)...])
    if name.isEmpty || source.isEmpty { return nil }
    self.init(name: name, source: source)
  }
}
