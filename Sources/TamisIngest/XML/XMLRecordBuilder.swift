import CTamisKernels
import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Collects the fields of one record and writes its line.
///
/// Each field has a buffer of JSON text; the buffers are kept from record to record, so that a
/// record allocates nothing. The line is written at the record's end, because a document may bring
/// the fields in any order.
struct XMLRecordBuilder: ~Copyable {
  /// The state of one field in the record that is being built.
  struct Field: ~Copyable {
    /// `"name":"`
    let key: [UInt8]
    let repeats: XMLMapping.Field.Repeats
    var text = ByteBuffer()
    var isMatched = false
    /// Matching elements that are open.
    var depth = 0
    /// What goes before the next text: 1 a line end, 2 a blank line.
    var pendingBreak: UInt8 = 0
    /// White space was seen and not written yet.
    var pendingSpace = false
    /// A later match of a field that takes the first.
    var isIgnored = false

    init(_ field: XMLMapping.Field) {
      var key = ByteBuffer()
      JSONString.encode(field.name, into: &key)
      key.append(#":""# as StaticString)
      self.key = key.array
      repeats = field.repeats
    }
  }

  // Safety: both are allocated by `init` and freed by `deinit`, and never handed out.
  private let fields: UnsafeMutablePointer<Field>
  private let scratch: UnsafeMutablePointer<UInt8>
  private let count: Int
  private let collapses: Bool
  private let limit: Int
  /// The record's attributes as members, a comma before each.
  private var attributes = ByteBuffer()
  private var size = 0

  /// Bytes from which on a text without readable bytes behind it is not worth a copy.
  private static let scratchSize = 512

  /// True once the record has grown past the limit: what comes is passed over.
  private(set) var isTooLarge = false

  /// A builder of records with at most `limit` bytes.
  init(_ mapping: XMLMapping, limit: Int) {
    count = mapping.fields.count
    collapses = mapping.collapsesSpace
    self.limit = limit
    fields = .allocate(capacity: count)
    for index in 0..<count { (fields + index).initialize(to: Field(mapping.fields[index])) }
    scratch = .allocate(capacity: Self.scratchSize + ByteBuffer.slack)
    scratch.initialize(repeating: 0, count: Self.scratchSize + ByteBuffer.slack)
  }

  deinit {
    fields.deinitialize(count: count)
    fields.deallocate()
    scratch.deallocate()
  }

  /// Forgets the record. Memory past 16 MiB, from an outsized one, is given back.
  mutating func reset() {
    for index in 0..<count {
      let field = fields + index
      field.pointee.text.removeAll(keepingUpTo: 16 << 20)
      field.pointee.isMatched = false
      field.pointee.isIgnored = false
      field.pointee.depth = 0
      field.pointee.pendingBreak = 0
      field.pointee.pendingSpace = false
    }
    attributes.removeAll(keepingUpTo: 16 << 20)
    size = 0
    isTooLarge = false
  }

  // MARK: Fields

  /// A match of the field begins.
  mutating func open(_ index: Int, _ separator: UInt8) {
    let field = fields + index
    if field.pointee.depth == 0 {
      switch field.pointee.repeats {
      case .joined: break
      case .first: field.pointee.isIgnored = field.pointee.isMatched
      case .last:
        size -= field.pointee.text.count
        field.pointee.text.truncate(to: 0)
      }
    }
    field.pointee.isMatched = true
    field.pointee.depth += 1
    breakText(field, separator)
  }

  /// A match of the field ends.
  mutating func close(_ index: Int, _ separator: UInt8) {
    let field = fields + index
    field.pointee.depth -= 1
    breakText(field, separator)
  }

  private func breakText(_ field: UnsafeMutablePointer<Field>, _ separator: UInt8) {
    field.pointee.pendingBreak = max(field.pointee.pendingBreak, separator)
    field.pointee.pendingSpace = false
  }

  /// Appends text to an open field. `behind` bytes behind the text may be read.
  @inline(__always)
  mutating func append(
    _ text: UnsafePointer<UInt8>, _ length: Int, behind: Int, to index: Int, keepsSpace: Bool
  ) {
    let field = fields + index
    if isTooLarge || length == 0 || field.pointee.isIgnored { return }
    let before = field.pointee.text.count
    if keepsSpace {
      writeBreak(field)
      Self.escape(text, length, behind, scratch, &field.pointee.text)
    } else {
      appendCollapsed(text, length, behind, field)
    }
    size += field.pointee.text.count - before
    if size > limit { dropOversize() }
  }

  private func appendCollapsed(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ behind: Int, _ field: UnsafeMutablePointer<Field>
  ) {
    var at = 0
    while at < length {
      if text[at] <= 0x20 {
        field.pointee.pendingSpace = true
        at += 1
        continue
      }
      // A run goes on over single spaces, which stay as they are.
      var end = at + 1
      while end < length {
        if text[end] <= 0x20 {
          if text[end] != 0x20 || end + 1 == length || text[end + 1] <= 0x20 { break }
        }
        end += 1
      }
      if field.pointee.pendingBreak > 0 {
        writeBreak(field)
      } else if field.pointee.pendingSpace, field.pointee.text.count > 0 {
        field.pointee.text.append(UInt8(ascii: " "))
      }
      field.pointee.pendingSpace = false
      Self.escape(
        text + at, end - at, behind + length - end, scratch, &field.pointee.text)
      at = end
    }
  }

  @inline(__always)
  private func writeBreak(_ field: UnsafeMutablePointer<Field>) {
    guard field.pointee.pendingBreak > 0 else { return }
    if field.pointee.text.count > 0 {
      field.pointee.text.append(
        field.pointee.pendingBreak > 1 ? #"\n\n"# as StaticString : #"\n"#)
    }
    field.pointee.pendingBreak = 0
  }

  /// Appends an attribute of the record as a field of its own.
  mutating func appendAttribute(
    _ name: XMLAutomaton.InternedName, isTaken: Bool, _ value: UnsafePointer<UInt8>, _ length: Int,
    behind: Int
  ) {
    if isTooLarge { return }
    // No character of an XML name needs an escape.
    attributes.append(#",""# as StaticString)
    if isTaken { attributes.append(UInt8(ascii: "@")) }
    if let prefix = name.prefix {
      attributes.append(UnsafeRawBufferPointer(start: prefix, count: strlen(prefix)))
      attributes.append(UInt8(ascii: ":"))
    }
    if let local = name.local {
      attributes.append(UnsafeRawBufferPointer(start: local, count: strlen(local)))
    }
    attributes.append(#"":""# as StaticString)
    Self.escape(value, length, behind, scratch, &attributes)
    attributes.append(UInt8(ascii: "\""))
    if size + attributes.count > limit { dropOversize() }
  }

  private mutating func dropOversize() {
    reset()
    isTooLarge = true
  }

  // MARK: JSON

  @inline(__always)
  private static func escape(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ behind: Int,
    _ scratch: UnsafeMutablePointer<UInt8>, _ output: inout ByteBuffer
  ) {
    if behind >= 32 {
      escapeWide(text, length, &output)
    } else if length <= scratchSize {
      memcpy(scratch, text, length)
      escapeWide(scratch, length, &output)
    } else {
      JSONString.encodeBody(UnsafeRawBufferPointer(start: text, count: length), into: &output)
    }
  }

  private static func escapeWide(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ output: inout ByteBuffer
  ) {
    var at = 0
    while at < length {
      let room = output.reserve(length - at + 16)
      // Safety: the room takes what is left and the 16 bytes that a block may overshoot; 32 bytes
      // may be read behind the text.
      let copied = tamis_copy_json_plain(room, text + at, length - at)
      output.advance(by: copied)
      at += copied
      if at < length {
        if text[at] == 0x0A {
          output.append(#"\n"# as StaticString)
          at += 1
        } else {
          at += JSONString.encodeEscape(text + at, length - at, into: &output)
        }
      }
    }
  }

  /// Appends the record as a line; false when it is longer than the limit, and nothing was
  /// appended.
  mutating func write(
    to output: inout ByteBuffer, _ origin: OriginWriter, line: Int, byte: Int,
    path: borrowing ByteBuffer
  ) -> Bool {
    let start = output.count
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for index in 0..<count where fields[index].isMatched {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      output.append(fields[index].key)
      output.append(fields[index].text.bytes)
      output.append(UInt8(ascii: "\""))
      isFirst = false
    }
    if attributes.count > 0 {
      output.append(attributes.bytes((isFirst ? 1 : 0)..<attributes.count))
      isFirst = false
    }
    origin.append(to: &output, line: line, byte: byte, path: path.bytes, isFirst: isFirst)
    output.append(UInt8(ascii: "}"))
    guard output.count - start <= limit else {
      output.truncate(to: start)
      return false
    }
    output.append(0x0A)
    return true
  }
}
