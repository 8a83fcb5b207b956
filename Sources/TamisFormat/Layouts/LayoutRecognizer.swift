import TamisCore

/// Finds the layout of a record by its fields and by what is in them.
public struct LayoutRecognizer {
  /// What was found out about one record.
  public enum Verdict {
    /// The layout for which there is better evidence than for any other.
    case layout(any Layout.Type)
    /// The record fits none, or more than one.
    case undecided(LayoutFailure)
  }

  private struct Candidate {
    var layout: any Layout.Type
    var required: [KeySet]
  }

  private let candidates: [Candidate]
  /// What the records are wanted for, as its name stands in messages.
  private let target: String

  /// A recognizer of `candidates` for records on their way to `target`.
  public init(_ candidates: [any Layout.Type] = Layouts.all, target: String) {
    self.candidates = candidates.map { Candidate(layout: $0, required: $0.required) }
    self.target = target
  }

  /// The layout of `record`.
  public func verdict(on record: RecordTree) -> Verdict {
    var best: (candidate: Int, evidence: LayoutEvidence)?
    var rivals: [(candidate: Int, evidence: LayoutEvidence)] = []
    for index in candidates.indices where hasFields(index, record.present) {
      guard let evidence = candidates[index].layout.evidence(in: record) else { continue }
      guard let first = best else {
        best = (index, evidence)
        continue
      }
      if evidence.isBetter(than: first.evidence) {
        best = (index, evidence)
        rivals.removeAll { evidence.isBetter(than: $0.evidence) }
      } else if !first.evidence.isBetter(than: evidence),
        !rivals.contains(where: { $0.evidence.isBetter(than: evidence) })
      {
        rivals.removeAll { evidence.isBetter(than: $0.evidence) }
        rivals.append((index, evidence))
      }
    }
    guard let best else { return .undecided(LayoutFailure(.wrongLayout, noLayout(record))) }
    if rivals.isEmpty { return .layout(candidates[best.candidate].layout) }
    return .undecided(
      LayoutFailure(
        .mixedFormats, several([best.candidate] + rivals.map(\.candidate))))
  }

  /// What told the layout of `record`, which has been read as it, for people:
  /// "openai-chat: 'messages' is an array".
  public static func evidence(for layout: any Layout.Type, in record: RecordTree) -> String {
    var facts: [String] = []
    for field in record.fields where record.isRead(field) {
      let name = record.excerpt(field.key)
      facts.append("'\(name)' is \(record.kind(field.key + 1).phrase)")
    }
    return "\(layout.name): " + facts.joined(separator: ", ")
  }

  @inline(__always)
  private func hasFields(_ candidate: Int, _ present: KeySet) -> Bool {
    for keys in candidates[candidate].required where !keys.overlaps(present) { return false }
    return true
  }

  // MARK: Words

  private func several(_ candidates: [Int]) -> String {
    let names = candidates.sorted().map { self.candidates[$0].layout.name }
    return "the record fits \(names.dropLast().joined(separator: ", ")) and \(names.last ?? ""); "
      + "say which with --from"
  }

  private func noLayout(_ record: RecordTree) -> String {
    "the record has \(Self.fieldNames(of: record)); "
      + (nearest(to: record) ?? "\(target) can be made of no such record")
      + "; name a layout with --from, or map fields with --map prompt=…,completion=…"
  }

  /// The layout that lacks least, in a sentence.
  private func nearest(to record: RecordTree) -> String? {
    var nearest: (name: String, missing: [KeySet], found: Int)?
    for candidate in candidates {
      let missing = candidate.required.filter { !$0.overlaps(record.present) }
      let found = candidate.required.count - missing.count
      guard found > 0, !missing.isEmpty else { continue }
      if let best = nearest, (best.missing.count, -best.found) <= (missing.count, -found) {
        continue
      }
      nearest = (candidate.layout.name, missing, found)
    }
    return nearest.map { nearest in
      let wishes = nearest.missing.map { keys in
        KnownKey.allCases.filter { $0.isField && keys.overlaps(KeySet($0)) }
          .map { "'\($0.name)'" }.joined(separator: " or ")
      }
      return "\(nearest.name) also wants \(wishes.joined(separator: ", and "))"
    }
  }

  /// The fields in a sentence, at most eight of them.
  private static func fieldNames(of record: RecordTree) -> String {
    var names: [String] = []
    for place in record.fields.indices where !record.isReserved(place) {
      let key = record.fields[place].key
      let name = record.excerpt(key)
      names.append("'\(name)' (\(record.kind(key + 1).phrase))")
      if names.count == 9 { break }
    }
    guard !names.isEmpty else { return "no fields" }
    let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    return (names.count == 1 ? "the field " : "the fields ") + shown
  }
}
