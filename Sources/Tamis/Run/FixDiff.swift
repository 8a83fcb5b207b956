import TamisCore
import TamisFormat

/// The changes of a fix as a unified diff without context, as `patch` takes it: records stand each for
/// themselves, and the lines around one explain nothing.
///
/// https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
///
/// Memory: the longest stretch of lines that all change.
public final class FixDiff {
  private let write: (UnsafeRawBufferPointer) throws -> Void
  private let names: (old: String, new: String)
  private var old = ByteBuffer()
  private var new = ByteBuffer()
  private var oldLine = 1
  private var newLine = 1
  private var hasHeader = false

  /// True once there has been a difference.
  public var hasChanges: Bool { hasHeader }

  /// A diff between the files of these names, whose text goes to `write`.
  public init(
    from old: String, to new: String, _ write: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    names = (old, new)
    self.write = write
  }

  /// Takes the next stretch of the file in.
  public func take(_ text: FixedText) throws {
    if text.isChanged {
      old.append(text.old)
      new.append(text.new)
      return
    }
    var kept = text.old
    if !old.bytes.isEmpty || !new.bytes.isEmpty {
      // A change that ends within a line takes the rest of the line along.
      if isOpen(old) || isOpen(new) {
        let end = kept.firstIndex(of: 0x0A).map { $0 + 1 } ?? kept.count
        let rest = UnsafeRawBufferPointer(rebasing: kept[..<end])
        old.append(rest)
        new.append(rest)
        kept = UnsafeRawBufferPointer(rebasing: kept[end...])
      }
      if !kept.isEmpty { try endHunk() }
    }
    let lines = kept.count { $0 == 0x0A }
    oldLine += lines
    newLine += lines
  }

  /// Ends the diff.
  public func finish() throws { try endHunk() }

  private func isOpen(_ text: borrowing ByteBuffer) -> Bool {
    text.bytes.last.map { $0 != 0x0A } ?? false
  }

  private func endHunk() throws {
    if old.bytes.elementsEqual(new.bytes) {
      let lines = lineCount(old)
      oldLine += lines
      newLine += lines
    } else {
      try writeHunk()
    }
    old.removeAll(keepingUpTo: 16 << 20)
    new.removeAll(keepingUpTo: 16 << 20)
  }

  private func writeHunk() throws {
    var output = ByteBuffer(capacity: old.count + new.count + 64)
    if !hasHeader {
      output.append("--- \(names.old)\n+++ \(names.new)\n")
      hasHeader = true
    }
    let counts = (old: lineCount(old), new: lineCount(new))
    output.append("@@ -\(range(oldLine, counts.old)) +\(range(newLine, counts.new)) @@\n")
    append(old, UInt8(ascii: "-"), to: &output)
    append(new, UInt8(ascii: "+"), to: &output)
    try write(output.bytes)
    oldLine += counts.old
    newLine += counts.new
  }

  /// A range of lines; one of none is named by the line before it.
  private func range(_ first: Int, _ count: Int) -> String {
    count == 1 ? "\(first)" : "\(count == 0 ? first - 1 : first),\(count)"
  }

  private func lineCount(_ text: borrowing ByteBuffer) -> Int {
    text.bytes.count { $0 == 0x0A } + (isOpen(text) ? 1 : 0)
  }

  private func append(
    _ text: borrowing ByteBuffer, _ sign: UInt8, to output: inout ByteBuffer
  ) {
    var start = 0
    while start < text.count {
      let end = text.bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      output.append(sign)
      output.append(text.bytes(start..<end))
      start = end
    }
    if isOpen(text) { output.append("\n\\ No newline at end of file\n") }
  }
}
