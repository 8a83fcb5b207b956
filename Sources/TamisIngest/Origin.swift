public import TamisCore

/// Writes `_origin`, the field that leads a record back to a byte of the user's file.
///
/// `{"file": path as given, "line": from 1, "byte": offset from 0}`, and `"path"` where the format has
/// paths. Lines and bytes are those of the decompressed text, decoded to UTF-8 where it was not.
public struct OriginWriter: Sendable {
  /// False writes nothing: `ingest --no-origin`.
  public var isEnabled: Bool
  private var head: [UInt8]

  /// A writer for the records of `file`.
  public init(file: String, isEnabled: Bool = true) {
    self.isEnabled = isEnabled
    var head = ByteBuffer()
    head.append(#"{"file":"#)
    JSONString.encode(file, into: &head)
    head.append(#","line":"#)
    self.head = head.array
  }

  /// Appends the field, after a comma unless it is the first.
  public func append(
    to output: inout ByteBuffer, line: Int, byte: Int, path: UnsafeRawBufferPointer? = nil,
    isFirst: Bool = false
  ) {
    guard isEnabled else { return }
    output.append(isFirst ? #""_origin":"# as StaticString : #","_origin":"#)
    appendValue(to: &output, line: line, byte: byte, path: path)
  }

  /// Appends the value of the field alone.
  public func appendValue(
    to output: inout ByteBuffer, line: Int, byte: Int, path: UnsafeRawBufferPointer? = nil
  ) {
    output.append(head)
    output.append(decimal: line)
    output.append(#","byte":"#)
    output.append(decimal: byte)
    if let path {
      output.append(#","path":"#)
      JSONString.encode(path, into: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}
