import TamisCore

/// Reads records from JSON in any of the shapes that people keep them in, told apart by content: one
/// object a line, one array of objects, or objects one after the other, pretty-printed or not.
///
/// Memory: a batch and the longest record; an array is never held as a whole, whether it is one huge line
/// or many.
public struct JSONSource: RecordSource {
  /// How records follow each other in a file.
  public enum Shape: Sendable, Equatable {
    case lines
    case array
    case concatenated

    /// The shape in the words of a message.
    public var phrase: String {
      switch self {
      case .lines: "JSON Lines"
      case .array: "a JSON array"
      case .concatenated: "concatenated JSON"
      }
    }
  }

  /// Bytes of a file that are looked at to tell its shape.
  public static let sampleSize = 64 << 10

  public let name = "ingest"
  private let inputs: [Input]
  private let origin: Bool

  public init(_ inputs: [Input], origin: Bool = true) {
    self.inputs = inputs
    self.origin = origin
  }

  public func read(into emitter: BatchEmitter) throws {
    for input in inputs {
      let reader = Peeking(try input.open())
      let shape = Self.shape(of: try reader.peek(Self.sampleSize))
      emitter.note("\(input.path): \(shape.phrase)")
      if shape == .lines {
        try JSONLinesSource.read(reader, file: input.path, into: emitter)
      } else {
        try emitter.begin(file: input.path)
        try JSONValueCutter(
          reader: reader, file: input.path, isArray: shape == .array, isOriginWanted: origin,
          emitter: emitter
        ).run()
      }
    }
  }

  /// The shape of a file that begins with `sample`.
  ///
  /// What opens with a bracket is an array. What opens with a brace is JSON Lines if the first value
  /// fills its line, or if the line is longer than the sample.
  public static func shape(of sample: [UInt8]) -> Shape {
    let text = sample.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if text.first == UInt8(ascii: "[") { return .array }
    guard text.first == UInt8(ascii: "{") else { return .lines }
    let line = text.prefix { $0 != 0x0A }
    var buffer = ByteBuffer(Array(line))
    buffer.terminate()
    var nodes = JSONNodeList()
    do throws(JSONError) {
      let end = try JSONScanner(depth: 0).scanValue(buffer.base, 0..<buffer.count, into: &nodes)
      let rest = buffer.bytes(end..<buffer.count).drop { [0x20, 0x09, 0x0D].contains($0) }
      return rest.first == UInt8(ascii: "{") ? .concatenated : .lines
    } catch {
      let isCut = error.kind == .endsEarly
      return isCut && line.count < text.count ? .concatenated : .lines
    }
  }
}
