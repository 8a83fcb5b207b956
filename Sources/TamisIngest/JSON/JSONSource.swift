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
    for input in inputs { try read(try input.open(), of: input, into: emitter) }
  }

  /// Reads one input that is open already.
  ///
  /// With a `shape` that is known, the reader is not looked into beforehand.
  package func read(
    _ source: any ByteReader, of input: Input, as known: Shape? = nil, into emitter: BatchEmitter
  ) throws {
    let reader = Peeking(source)
    let shape = try known ?? Self.shape(of: reader.peek(Self.sampleSize))
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

  /// The shape of a file that begins with `sample`.
  ///
  /// What opens with a bracket is an array, and with a record separator (RFC 7464) a row of values.
  /// What opens with a brace is JSON Lines if the first value fills its line, or if the line is longer
  /// than the sample or breaks off inside of a string, as no pretty-printed line does.
  public static func shape(of sample: [UInt8]) -> Shape {
    let text = sample.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if text.first == UInt8(ascii: "[") { return .array }
    if text.first == 0x1E { return .concatenated }
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
      let isCut = error.kind == .endsEarly && line.count < text.count
      return isCut && !endsInString(line) ? .concatenated : .lines
    }
  }

  private static func endsInString(_ line: ArraySlice<UInt8>) -> Bool {
    var isInString = false
    var isEscaped = false
    for byte in line {
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return isInString
  }
}
