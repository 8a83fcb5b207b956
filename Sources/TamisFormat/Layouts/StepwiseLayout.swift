import TamisCore

/// `{"prompt": string, "completions": [string, …], "labels": [boolean, …]}`: steps of a solution, and
/// which of them are right.
///
/// Source: https://huggingface.co/docs/trl/dataset_formats#stepwise-supervision
public struct StepwiseLayout: Layout {
  public static let name = "stepwise"
  public static let required = [KeySet(.prompt), KeySet(.completions), KeySet(.labels)]
  public static let optional = KeySet()

  private var completions: [JSONFragment] = []
  private var labels: [Bool] = []

  public init() {}

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    evidence(.shape, in: record)
  }

  public mutating func example(from record: RecordTree) -> Result<Example, LayoutFailure> {
    Self.result { () throws(LayoutFailure) in .stepwise(try read(record)) }
  }

  private mutating func read(_ record: RecordTree) throws(LayoutFailure) -> Stepwise {
    completions.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    let prompt = try record.filledString(.prompt)
    let steps = try list(.completions, record)
    var at = steps + 1
    while at < record.next(steps) {
      guard record.kind(at) == .string else { throw record.wrongKind(at, "a string") }
      completions.append(record.fragment(at))
      at = record.next(at)
    }
    let verdicts = try list(.labels, record)
    at = verdicts + 1
    while at < record.next(verdicts) {
      guard record.kind(at) == .true || record.kind(at) == .false else {
        throw record.wrongKind(at, "a boolean")
      }
      labels.append(record.kind(at) == .true)
      at = record.next(at)
    }
    guard labels.count == completions.count else {
      throw record.failure(
        .wrongType, "there are \(labels.count) labels for \(completions.count) completions",
        at: verdicts)
    }
    return Stepwise(prompt: prompt, completions: completions, labels: labels)
  }

  private func list(_ field: KnownKey, _ record: RecordTree) throws(LayoutFailure) -> Int {
    let node = record[field]
    guard node != 0 else { throw LayoutFailure(.missingKey, "the record has no '\(field.name)'") }
    guard record.kind(node) == .array else { throw record.wrongKind(node, "an array") }
    return node
  }
}
