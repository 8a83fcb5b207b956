extension Record {
  /// The place that the record came from: what `_origin` says, where an earlier stage noted it, and
  /// else the line of the input.
  public var location: SourceLocation {
    let entry = batch.entries[index]
    let here = SourceLocation(
      file: batch.file, line: entry.line, byteOffset: entry.offset)
    guard let origin = self[.origin], origin.kind == .object,
      let document = try? JSONDocument(Array(origin.json)),
      let file = document.root["file"]?.string
    else { return here }
    return SourceLocation(
      file: file, line: document.root["line"]?.integer,
      byteOffset: document.root["byte"]?.integer)
  }

  /// The line of the input that the record stands in, counted from 1.
  public var line: Int { batch.entries[index].line }
  /// Byte offset of the record in the input.
  public var byteOffset: Int { batch.entries[index].offset }
}
