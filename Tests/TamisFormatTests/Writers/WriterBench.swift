import TamisCore

@testable import TamisFormat

/// Runs records through a stage that formats.
struct WriterBench {
  /// What became of one record.
  enum Outcome: Equatable {
    case written(String)
    case rejected(String)

    /// The line of a fixture.
    var line: String {
      switch self {
      case .written(let json): json
      case .rejected(let reason): "! " + reason
      }
    }

    /// The record that was written; `nil` for a rejection.
    var record: String? { if case .written(let json) = self { json } else { nil } }
  }

  let stage: FormatStage

  init(
    _ target: String, layout: String? = nil, map: String? = nil, system: String? = nil,
    drops: Set<Droppable> = [], foldsSystem: Bool = false
  ) throws {
    stage = try FormatStage(
      target: try Target.named(target), layout: layout,
      map: try map.map { try LayoutMap($0) } ?? LayoutMap(), system: system,
      options: FormatOptions(drops: drops, foldsSystem: foldsSystem))
  }

  /// What becomes of each of `lines`.
  func format(_ lines: [String]) -> [Outcome] {
    var kernel = stage.makeKernel()
    return lines.map { line in
      let batch = RecordBatch()
      batch.file = "in.jsonl"
      batch.text.append(line + "\n")
      kernel.process(batch)
      if let rejection = batch.rejections.first {
        return .rejected("\(rejection.finding.rule.code) \(rejection.finding.message)")
      }
      guard let record = batch.records.first(where: { _ in true }) else {
        return .rejected("nothing")
      }
      var json = ByteBuffer()
      record.write(to: &json)
      return .written(String(decoding: json.bytes, as: UTF8.self))
    }
  }

  /// What becomes of one record.
  func format(_ line: String) -> Outcome { format([line])[0] }
}
