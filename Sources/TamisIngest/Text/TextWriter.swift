import TamisCore

/// Puts texts into the batch, and those that are no text into the rejects.
final class TextWriter {
  private let emitter: BatchEmitter
  private let file: String
  private let origin: OriginWriter
  /// The record up to its text.
  private let prefix: [UInt8]
  /// Bytes that the rejections in the batch hold, about.
  private var rejectedBytes = 0

  var recordLimit: Int { emitter.recordLimit }

  init(emitter: BatchEmitter, file: String, field: FieldName, origin: Bool) {
    self.emitter = emitter
    self.file = file
    self.origin = OriginWriter(file: file, isEnabled: origin)
    var prefix = ByteBuffer()
    prefix.append(UInt8(ascii: "{"))
    JSONString.encode(field.description, into: &prefix)
    prefix.append(UInt8(ascii: ":"))
    self.prefix = prefix.array
  }

  /// Writes one record of `text`, which starts at `line` and `byte` of the file.
  func write(_ text: UnsafeRawBufferPointer, line: Int, byte: Int) throws {
    let valid = validUTF8Prefix(text)
    if valid < text.count {
      reject(text, at: valid, line: line, byte: byte)
    } else {
      emitter.batch.text.append(prefix)
      JSONString.encode(text, into: &emitter.batch.text)
      origin.append(to: &emitter.batch.text, line: line, byte: byte)
      emitter.batch.text.append("}\n" as StaticString)
    }
    try endRecord()
  }

  /// Notes a text that is longer than a record may be.
  func rejectLong(length: Int, line: Int, byte: Int) throws {
    let location = SourceLocation(file: file, line: line, column: 1, byteOffset: byte)
    let message = "the text has \(length) bytes, limit \(recordLimit); its bytes are not kept"
    reject(raw: [], Finding(.recordTooLarge, .error, at: location, message))
    try endRecord()
  }

  private func reject(_ text: UnsafeRawBufferPointer, at bad: Int, line: Int, byte: Int) {
    let before = UnsafeRawBufferPointer(rebasing: text[..<bad])
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let location = SourceLocation(
      file: file, line: line + before.count { $0 == 0x0A }, column: bad - lineStart + 1,
      byteOffset: byte + bad)
    let evidence = Finding.Evidence(of: bad..<bad + 1, in: text)
    let message = "not UTF-8; name the encoding with --encoding"
    reject(
      raw: Array(text), Finding(.invalidUTF8, .error, at: location, message, evidence: evidence))
  }

  private func reject(raw: [UInt8], _ finding: Finding) {
    rejectedBytes += raw.count + 512
    emitter.batch.reject(raw: raw, finding)
  }

  private func endRecord() throws {
    if rejectedBytes < emitter.batchSize { return try emitter.endRecord() }
    try emitter.flush()
    rejectedBytes = 0
  }
}
