import TamisCore

/// S007, safe: writes a record of another layout as the target wants it, as `tamis format` does. Unsafe
/// where something of the record has no place there and is left out.
struct WrongLayoutFix: RecordFix {
  static let rule = Rule.wrongLayout

  private let target: Target?

  init(_ profile: Profile) { target = Target.all.first { $0.name == profile.name } }

  func repair(at place: Place) -> Repair? {
    guard let target, let stage = try? FormatStage(target: target) else { return nil }
    let batch = RecordBatch()
    batch.text.append(place.document.text)
    var kernel = stage.makeKernel()
    kernel.process(batch)
    // A record that no layout reads, or that the target has no words for, has been rejected.
    guard let record = batch.records.first(where: { _ in true }) else { return nil }
    var text = ByteBuffer()
    record.write(to: &text)
    if text.bytes.isSame(as: place.document.text) { return nil }
    let edit = Edit(0..<place.document.text.count, text.bytes)
    return stage.notes().isEmpty ? .safe(edit) : .unsafe(edit)
  }
}
