import TamisCore
import TamisFormat

/// Checks the same records against the rules of several targets, in one pass.
///
/// Each target has a stage of its own. A batch has one list of findings, so those of a target are told
/// by its name in them.
final class TargetsStage: FoldStage {
  let name = "validate"
  private let stages: [ValidateStage]
  private let names: [String]

  /// The stages for the targets of these names.
  init(_ stages: [ValidateStage], names: [String]) {
    self.stages = stages
    self.names = names
  }

  func makeKernel() -> any Kernel { TargetsKernel(kernels: stages.map { $0.makeKernel() }) }

  func fold(_ batch: RecordBatch) {
    if stages.count == 1 { return stages[0].fold(batch) }
    let found = batch.findings
    var all: [Finding] = []
    for (stage, name) in zip(stages, names) {
      batch.findings = found.filter { $0.target == name }
      stage.fold(batch)
      all += batch.findings
    }
    // By line; of one line, target by target, since the sort keeps the order of equals.
    all.sort { ($0.location.line ?? .max) < ($1.location.line ?? .max) }
    batch.findings = all
  }
}

/// The kernels of all targets, one after the other.
private struct TargetsKernel: Kernel {
  var kernels: [any Kernel]

  mutating func process(_ batch: RecordBatch) {
    for index in kernels.indices { kernels[index].process(batch) }
  }
}
