import TamisCore

/// The work of `FormatStage` on one thread.
final class FormatKernel: Kernel {
  private let target: Target
  private let forced: Int?
  private let recognizer: LayoutRecognizer
  private let system: ByteBuffer
  private let hasSystem: Bool
  private let counts: FormatCounts
  private var writer: any TargetWriter
  private var layouts: [any Layout]
  private let fields: [[FieldName]]
  private var output = ByteBuffer()
  private var name = ByteBuffer()
  private var tally = FormatTally()

  init(
    target: Target, layout: (any Layout.Type)?, system: [UInt8]?, counts: FormatCounts
  ) {
    self.target = target
    self.counts = counts
    forced = layout.flatMap { Self.index(of: $0) }
    recognizer = LayoutRecognizer(target: target.name)
    self.system = ByteBuffer(system ?? [])
    hasSystem = system != nil
    writer = target.makeWriter()
    layouts = Layouts.all.map { $0.init() }
    fields = Layouts.all.map { $0.fields }
  }

  private static func index(of layout: any Layout.Type) -> Int? {
    Layouts.all.firstIndex { $0 == layout }
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
    let layout = if let forced { forced } else { try recognize(record) }
    let example = try layouts[layout].example(from: record).get()
    tally.noteLayout(layout, of: record)
    let hasLeftOut = noteFieldsLeftOut(of: record, readBy: fields[layout])
    if case .conversation(let conversation) = example, !hasLeftOut,
      Layouts.all[layout].name == target.profile.layout
    {
      // A record that is as the target wants it keeps all of its bytes.
      if !hasSystem { return }
      if conversation.hasSystemMessage {
        tally.noteOwnSystem(record)
        return
      }
    }
    output.truncate(to: 0)
    let offered = hasSystem ? JSONFragment(string: system.bytes) : nil
    switch writer.write(example, system: offered, to: &output) {
    case .written: break
    case .keptOwnSystem: tally.noteOwnSystem(record)
    case .refused(let reason): throw LayoutFailure(.wrongLayout, reason)
    }
    record.rewrite { $0.append(output.bytes) }
  }

  private func recognize(_ record: Record) throws(LayoutFailure) -> Int {
    switch recognizer.verdict(on: record) {
    case .layout(let found):
      guard let index = Self.index(of: found) else {
        preconditionFailure("a layout that is not on the list was recognized")
      }
      return index
    case .undecided(let failure): throw failure
    }
  }

  /// Counts the fields that the layout does not read; false when there is none, reserved ones
  /// included.
  private func noteFieldsLeftOut(of record: Record, readBy known: [FieldName]) -> Bool {
    var any = false
    for field in record.fields {
      name.truncate(to: 0)
      JSONString.decode(field.name, into: &name)
      let bytes = name.bytes
      if known.contains(where: { $0.utf8.withUnsafeBytes { bytes.isSame(as: $0) } }) { continue }
      any = true
      if field.isReserved { continue }
      tally.noteField(bytes, of: record)
      if tally.fields.count > FormatCounts.nameLimit { counts.add(&tally, of: record.batch) }
    }
    return any
  }
}
