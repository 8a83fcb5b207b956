/// Writes records as JSON Lines, to one output or to one for each part of a split.
public final class JSONLinesSink: RecordSink, @unchecked Sendable {
  // Safety: `outputs` changes only in `write` and `finish`, which a pipeline calls one at a time; the
  // routes that `render` reads are fixed.

  /// Where the records go.
  public enum Destination: Sendable, Equatable {
    /// All to one path; `-` is standard output.
    case file(String)
    /// To `NAME.jsonl` in the folder, by the name in `_split`, which is then left out.
    case folder(String)
  }

  /// The parts of a split by their names, and last the records that have none.
  private static let routes = ["train", "validation", "test", "data"]

  public let needsRecords: Bool
  private let destination: Destination
  private let names: [String: String]
  private let isTransparent: Bool
  private var outputs: [(any ByteWriter)?]
  /// The paths that were written, and how many records went to each. Complete after `finish()`.
  public private(set) var files: [(path: String, records: Int)] = []
  private var counts = [Int](repeating: 0, count: routes.count)

  /// A sink that writes to `destination`. `parts` are files that appear even if they stay empty;
  /// `names` says what the file of a part is called, without `.jsonl`, where that is not its own
  /// name, and may put it into a folder in the folder.
  ///
  /// With `isTransparent` the text of a batch is passed on unseen: for sources whose records no stage
  /// touches.
  public init(
    to destination: Destination, parts: [String] = [], names: [String: String] = [:],
    isTransparent: Bool = false
  ) throws(OutputError) {
    self.destination = destination
    self.names = names
    self.isTransparent = isTransparent
    needsRecords = !isTransparent
    outputs = Array(repeating: nil, count: Self.routes.count)
    switch destination {
    case .file(let path): outputs[0] = try openOutput(path: path)
    case .folder(let path):
      try makeFolder(path)
      for (index, route) in Self.routes.enumerated() where parts.contains(route) {
        outputs[index] = try open(index)
      }
    }
  }

  public func render(_ batch: RecordBatch, into rendered: RenderedBatch) {
    if isTransparent {
      batch.endLastLine()
      rendered.passOn(batch)
      return
    }
    for record in batch.records {
      var route = 0
      if case .folder = destination {
        route = self.route(of: record)
        if record[.split] != nil { record.remove(.split) }
      }
      rendered.append(to: route) { output in
        record.write(to: &output)
        output.append(UInt8(ascii: "\n"))
      }
    }
  }

  public func write(_ rendered: RenderedBatch) throws(OutputError) {
    try rendered.forEachPart { (index, records, bytes) throws(OutputError) in
      counts[index] += records
      if outputs[index] == nil { outputs[index] = try open(index) }
      try outputs[index]?.write(bytes)
    }
  }

  public func finish() throws(OutputError) {
    for (index, output) in outputs.enumerated() {
      guard let output else { continue }
      try output.finish()
      files.append((path(of: index), counts[index]))
    }
  }

  public func abandon() {
    for output in outputs { output?.abandon() }
  }

  private func route(of record: Record) -> Int {
    guard let part = record.splitPart else { return Self.routes.count - 1 }
    return Self.routes.firstIndex { part.elementsEqual($0.utf8) } ?? Self.routes.count - 1
  }

  private func open(_ index: Int) throws(OutputError) -> any ByteWriter {
    let path = path(of: index)
    if case .folder = destination, !names.isEmpty { try makeFolder(folder(of: path)) }
    return try openOutput(path: path)
  }

  private func path(of index: Int) -> String {
    switch destination {
    case .file(let path): path
    case .folder(let folder):
      (folder.hasSuffix("/") ? folder : folder + "/")
        + (names[Self.routes[index]] ?? Self.routes[index]) + ".jsonl"
    }
  }
}
