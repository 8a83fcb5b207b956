import TamisCore

/// The work of `FormatStage` on one thread.
final class FormatKernel: Kernel {
  private let stage: FormatStage.Plan
  private let counts: FormatCounts
  private let recognizer: LayoutRecognizer
  private let system: ByteBuffer
  private let context: WriterContext
  private let writer: any TargetWriter
  private var layouts: [any Layout]
  private let tree: RecordTree
  private var output = ByteBuffer()
  private var name = ByteBuffer()
  private var tally = FormatTally()

  init(_ stage: FormatStage.Plan, counts: FormatCounts) {
    self.stage = stage
    self.counts = counts
    recognizer = LayoutRecognizer(target: stage.settings.target)
    system = ByteBuffer(stage.system ?? [])
    context = WriterContext(stage.settings, stage.options)
    writer = stage.makeWriter(context)
    layouts = Layouts.all.map { $0.init() }
    tree = RecordTree(map: stage.map)
  }

  func process(_ batch: RecordBatch) {
    batch.index()
    for record in batch.records {
      do throws(LayoutFailure) {
        try format(record)
      } catch {
        record.reject(error.rule, .error, error.message)
      }
    }
    counts.add(&tally, of: batch)
  }

  private func format(_ record: Record) throws(LayoutFailure) {
    try tree.read(record)
    let layout = if let forced = stage.layout { forced } else { try recognize() }
    var example = try layouts[layout].example(from: tree).get()
    tally.noteLayout(layout, of: record, as: tree)
    let takesSystem = try offerSystem(to: &example, of: record)
    if !takesSystem, isAsWanted(example, Layouts.all[layout].name) { return }
    context.startExample()
    output.truncate(to: 0)
    do throws(Refusal) {
      try writer.write(example, to: &output)
    } catch {
      throw LayoutFailure(error.rule, error.message)
    }
    noteLeftOut(of: record)
    record.rewrite { $0.append(output.bytes) }
  }

  private func recognize() throws(LayoutFailure) -> Int {
    switch recognizer.verdict(on: tree) {
    case .layout(let found):
      guard let index = Layouts.all.firstIndex(where: { $0 == found }) else {
        preconditionFailure("a layout that is not on the list was recognized")
      }
      return index
    case .undecided(let failure): throw failure
    }
  }

  /// Puts the system message of the command before the example; false where there is none, or the
  /// record has its own.
  private func offerSystem(
    to example: inout Example, of record: Record
  ) throws(LayoutFailure) -> Bool {
    guard stage.system != nil else { return false }
    switch example.offered(JSONFragment(string: system.bytes)) {
    case .taken(let longer):
      example = longer
      return true
    case .hasOwn:
      tally.noteOwnSystem(record)
      return false
    case .impossible:
      throw LayoutFailure(
        .wrongLayout,
        "the record is \(example.phrase), which has no turns for a system message to go before")
    }
  }

  /// True for a record that is what the target takes, as openai-chat writes it: it keeps all of its
  /// bytes.
  private func isAsWanted(_ example: Example, _ layout: String) -> Bool {
    guard case .conversation(let conversation) = example, conversation.json != nil,
      layout == stage.settings.layout, conversation.weight == nil, stage.map.entries.isEmpty
    else { return false }
    let tools = tree.peek(.tools)
    guard tools == 0 || tree.kind(tools) == .null || conversation.toolsJSON != nil else {
      return false
    }
    var isWhole = true
    tree.forEachUnreadField { _ in isWhole = false }
    return isWhole
  }

  /// Counts what did not reach the target: fields that the layout did not ask for, what it had no
  /// meaning for, and what the writer had no place for.
  private func noteLeftOut(of record: Record) {
    tree.forEachUnreadField { field in
      if !FieldName.isReserved(field) { note(field, of: record) }
    }
    tree.forEachLeftOut { note($0, of: record) }
    for field in context.leftOut { field.withUnsafeBytes { note($0, of: record) } }
  }

  private func note(_ field: UnsafeRawBufferPointer, of record: Record) {
    name.truncate(to: 0)
    JSONString.decode(field, into: &name)
    tally.noteField(name.bytes, of: record)
    if tally.fields.count > FormatCounts.nameLimit { counts.add(&tally, of: record.batch) }
  }
}
