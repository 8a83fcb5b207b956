import TamisCore

/// What a scanner made of a text.
struct ScanOutcome: Equatable {
  var nodes: [JSONNode] = []
  var error: JSONError?
}

/// A text in memory as the scanner wants it, with bytes behind it that must not matter.
final class ScanText {
  private var buffer = ByteBuffer(capacity: 256)
  private var nodes = JSONNodeList()

  /// Scans `text` with the byte `stop` behind it and `slack` in all bytes behind that.
  func scan(
    _ text: [UInt8], depth: Int = .max, depthLimit: Int = JSONScanner.defaultDepthLimit,
    stop: UInt8 = 0, slack: UInt8 = 0
  ) -> ScanOutcome {
    buffer.removeAll()
    buffer.append(text)
    buffer.base[text.count] = stop
    // Safety: `slack` bytes may be written behind the content's capacity.
    (buffer.base + text.count + 1).update(repeating: slack, count: ByteBuffer.slack - 1)
    return scan(0..<text.count, JSONScanner(depth: depth, depthLimit: depthLimit))
  }

  /// Scans `range` of `text`, the byte behind which is a stop byte.
  func scan(_ range: Range<Int>, of text: [UInt8]) -> ScanOutcome {
    buffer.removeAll()
    buffer.append(text)
    buffer.terminate()
    return scan(range, JSONScanner())
  }

  private func scan(_ range: Range<Int>, _ scanner: JSONScanner) -> ScanOutcome {
    nodes.truncate(to: 0)
    var outcome = ScanOutcome()
    do throws(JSONError) {
      try scanner.scan(buffer.base, range, into: &nodes)
    } catch {
      outcome.error = error
    }
    outcome.nodes = (0..<nodes.count).map { nodes[$0] }
    return outcome
  }
}

extension JSONDocument {
  /// Reads `text`; what is wrong with it.
  func failure(of text: [UInt8]) -> JSONError? {
    text.withUnsafeBytes { bytes in
      do throws(JSONError) { _ = try parse(bytes) } catch { return error }
      return nil
    }
  }
}

/// The bytes of `text`.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Bytes as readable text: what is not printable ASCII as `%XX`.
func shown(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    if byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "%") {
      return String(UnicodeScalar(byte))
    }
    return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }.joined()
}

/// The bytes that `shown` stands for.
func unshown(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), rest.count >= 2,
      let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return bytes
}
