import CTamisKernels
import TamisCore

/// Cuts one file into texts.
final class TextCutter {
  private let reader: any ByteReader
  private let unit: TextSource.Unit
  private let writer: TextWriter

  /// The part of the file that has not been written, and where it starts.
  private var window = ByteBuffer()
  private var line = 1
  private var offset = 0
  /// Up to where no text ends.
  private var searched = 0
  private var isComplete = false

  init(reader: any ByteReader, unit: TextSource.Unit, writer: TextWriter) {
    self.reader = reader
    self.unit = unit
    self.writer = writer
  }

  func run() throws {
    while true {
      try cutWindow()
      if isComplete { break }
      if searched > writer.recordLimit {
        try passOverLongText()
      } else {
        try refill()
      }
    }
  }

  /// Writes the texts that end inside of the window and keeps the rest.
  private func cutWindow() throws {
    var start = 0
    while let (end, next) = textEnd() {
      try write(start..<end)
      line += tamis_count_line_feeds(window.base + start, next - start)
      start = next
      searched = next
    }
    if isComplete {
      try write(start..<window.count)
      start = window.count
    }
    drop(start)
  }

  private func write(_ range: Range<Int>) throws {
    if range.count > writer.recordLimit {
      return try writer.rejectLong(
        length: range.count, line: line, byte: offset + range.lowerBound)
    }
    let text = trimmed(range)
    if text.isEmpty { return }
    let skipped = text.lowerBound - range.lowerBound
    let skippedLines = tamis_count_line_feeds(window.base + range.lowerBound, skipped)
    try writer.write(
      window.bytes(text), line: line + skippedLines, byte: offset + text.lowerBound)
  }

  /// Leaves out the rest of a text that is longer than a record may be.
  private func passOverLongText() throws {
    let (startLine, startOffset) = (line, offset)
    while true {
      if let (end, _) = textEnd() {
        pass(end)
        break
      }
      pass(isComplete ? window.count : searched)
      if isComplete { break }
      try refill()
    }
    try writer.rejectLong(length: offset - startOffset, line: startLine, byte: startOffset)
  }

  private func pass(_ count: Int) {
    line += tamis_count_line_feeds(window.base, count)
    drop(count)
  }

  private func drop(_ count: Int) {
    if count > 0 { window.removeFirst(count) }
    offset += count
    searched = max(0, searched - count)
  }

  private func refill() throws {
    let wanted = max(512 << 10, min(window.count, 8 << 20))
    let space = window.reserve(wanted)
    // Safety: `reserve` made room for this many bytes.
    let size = try reader.read(into: UnsafeMutableRawBufferPointer(start: space, count: wanted))
    window.advance(by: size)
    if size == 0 { isComplete = true }
  }

  // MARK: Where texts end

  /// Where the next text ends that does so at `searched` or behind it, and where the one after it starts;
  /// `nil` if that is not in the window.
  private func textEnd() -> (end: Int, next: Int)? {
    switch unit {
    case .file:
      searched = window.count
      return nil
    case .line:
      return find(0x0A, from: searched).map { ($0, $0 + 1) }
    case .paragraph:
      return paragraphEnd()
    case .separator(let bytes):
      return separatorEnd(bytes)
    }
  }

  /// The next line feed that a blank line follows: spaces, tabs and returns up to a line feed.
  private func paragraphEnd() -> (end: Int, next: Int)? {
    while let lineFeed = find(0x0A, from: searched) {
      searched = lineFeed
      var at = lineFeed + 1
      while at < window.count, isBlank(window.base[at]) { at += 1 }
      // Blanks without end are no blank line: they may not fill the memory.
      if at - lineFeed <= writer.recordLimit {
        if at >= window.count { return nil }
        if window.base[at] == 0x0A { return (lineFeed, at + 1) }
      }
      searched = at
    }
    return nil
  }

  private func separatorEnd(_ bytes: [UInt8]) -> (end: Int, next: Int)? {
    while let found = find(bytes[0], from: searched) {
      searched = found
      if found + bytes.count > window.count { return nil }
      if window.bytes(found..<found + bytes.count).elementsEqual(bytes) {
        return (found, found + bytes.count)
      }
      searched = found + 1
    }
    return nil
  }

  /// The next such byte; where there is none, all of the window has been searched.
  private func find(_ byte: UInt8, from start: Int) -> Int? {
    let rest = window.count - start
    let found = tamis_find_byte(window.base + start, rest, byte)
    if found < rest { return start + found }
    searched = window.count
    return nil
  }

  // MARK: Borders

  /// `range` without the line ends around the text, which belong to the borders.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    switch unit {
    case .file:
      break
    case .line:
      while end > start, window.base[end - 1] == 0x0D { end -= 1 }
    case .separator:
      while start < end, isLineEnd(window.base[start]) { start += 1 }
      while end > start, isLineEnd(window.base[end - 1]) { end -= 1 }
    case .paragraph:
      var at = start
      while at < end, isBlank(window.base[at]) || window.base[at] == 0x0A {
        at += 1
        if window.base[at - 1] == 0x0A { start = at }
      }
      if at == end { return end..<end }
      while isBlank(window.base[end - 1]) || window.base[end - 1] == 0x0A { end -= 1 }
      // Blanks at the end of the last line are its own.
      while end < range.upperBound, window.base[end] != 0x0A { end += 1 }
      while window.base[end - 1] == 0x0D { end -= 1 }
    }
    return start..<end
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
