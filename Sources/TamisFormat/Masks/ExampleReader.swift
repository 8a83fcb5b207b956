import TamisCore

/// Reads records of any known layout, one after the other, with memory that is used again.
public final class ExampleReader {
  private let tree: RecordTree
  private let recognizer: LayoutRecognizer
  private let types: [any Layout.Type]
  private var layouts: [any Layout]

  /// A reader of records in `layout`; in whatever layout a record is recognised to have, without.
  public init(layout: (any Layout.Type)? = nil, map: LayoutMap = LayoutMap()) {
    tree = RecordTree(map: map)
    types = layout.map { [$0] } ?? Layouts.all
    layouts = types.map { $0.init() }
    recognizer = LayoutRecognizer(types, target: "tokens")
  }

  /// The example that the record with that JSON is, and the name of its layout. Good until the next
  /// one is read.
  public func read(
    _ json: UnsafeRawBufferPointer
  ) throws(LayoutFailure) -> (example: Example, layout: String) {
    try tree.read(json)
    var index = 0
    if types.count > 1 {
      switch recognizer.verdict(on: tree) {
      case .undecided(let failure): throw failure
      case .layout(let type): index = types.firstIndex { $0 == type } ?? 0
      }
    }
    return (try layouts[index].example(from: tree).get(), types[index].name)
  }

  /// What told the layout of the record that was read last, for people.
  public func evidence(for layout: String) -> String? {
    types.first { $0.name == layout }.map { LayoutRecognizer.evidence(for: $0, in: tree) }
  }
}
