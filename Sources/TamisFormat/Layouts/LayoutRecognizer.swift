import TamisCore

/// Finds the layout of a record by its fields.
public struct LayoutRecognizer {
  /// What was found out about one record.
  public enum Verdict {
    /// The record has the fields of that layout and of no other.
    case layout(any Layout.Type)
    /// The record fits none, or more than one.
    case undecided(LayoutFailure)
  }

  private let candidates: [any Layout.Type]
  /// The target that the records are wanted for, as its name stands in messages.
  private let target: String

  /// A recognizer of `candidates` for records on their way to `target`.
  public init(_ candidates: [any Layout.Type] = Layouts.all, target: String) {
    self.candidates = candidates
    self.target = target
  }

  /// The layout that the fields of `record` tell.
  public func verdict(on record: Record) -> Verdict {
    var found: (any Layout.Type)?
    for layout in candidates where layout.isEvident(in: record) {
      if let first = found {
        return .undecided(
          LayoutFailure(
            .mixedFormats,
            "the record fits \(first.name) and \(layout.name); say which with --from"))
      }
      found = layout
    }
    if let found { return .layout(found) }
    return .undecided(LayoutFailure(.wrongLayout, wrongLayout(record)))
  }

  /// What told the layout of `record`, for people: "openai-chat: 'messages' is an array".
  public static func evidence(for layout: any Layout.Type, in record: Record) -> String {
    let facts = layout.fields.compactMap { field in
      record[field].map { "'\(field)' is \($0.kind.phrase)" }
    }
    return "\(layout.name): " + facts.joined(separator: ", ")
  }

  private func wrongLayout(_ record: Record) -> String {
    let wishes = candidates.map { layout in
      layout.required.map(\.description).joined(separator: " and ")
    }
    return "the record has \(Self.fieldNames(of: record)); \(target) is made from "
      + wishes.joined(separator: ", or ") + "; map with --field prompt=…"
  }

  /// The names of the fields in a sentence, at most eight of them.
  private static func fieldNames(of record: Record) -> String {
    var names: [String] = []
    for field in record.fields { names.append(String(decoding: field.name, as: UTF8.self)) }
    names.removeAll { name in FieldName.reserved.contains { $0.description == name } }
    guard !names.isEmpty else { return "no fields" }
    let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    return (names.count == 1 ? "field " : "fields ") + shown
  }
}
