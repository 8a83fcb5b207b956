/// Something that was left out, and why.
public struct Rejection: Sendable {
  /// The rule, the place and the words.
  public var finding: Finding
  public var record: Subject
  /// The stage that left it out; set by the pipeline.
  public internal(set) var stage = ""
  /// Place of that stage in the pipeline, where the source has 0; -1 until it is known.
  var stagePlace = -1

  public enum Subject: Sendable {
    /// The record with that index in its batch.
    case record(Int)
    /// Bytes that could not become a record.
    case raw([UInt8])
  }

  /// Appends the rejected record, whole, with `_rejected` in it. What could not become a record is
  /// written as `_raw`, or as `_raw_base64` where it is not UTF-8.
  func write(of batch: RecordBatch, to output: inout ByteBuffer) {
    switch record {
    case .record(let index):
      let record = Record(batch: batch, index: index)
      record.set(.rejected) { writeReason(to: &$0) }
      record.write(to: &output)
    case .raw(let bytes):
      bytes.withUnsafeBytes { raw in
        if validUTF8Prefix(raw) == raw.count {
          output.append(#"{"_raw":"#)
          JSONString.encode(raw, into: &output)
        } else {
          output.append(#"{"_raw_base64":""#)
          Base64.encode(raw, into: &output)
          output.append(UInt8(ascii: "\""))
        }
      }
      output.append(#","_origin":"#)
      writePlace(to: &output)
      output.append(#","_rejected":"#)
      writeReason(to: &output)
      output.append(UInt8(ascii: "}"))
    }
  }

  private func writeReason(to output: inout ByteBuffer) {
    output.append(#"{"stage":"#)
    JSONString.encode(stage, into: &output)
    output.append(#","rule":"#)
    JSONString.encode(finding.rule.code, into: &output)
    output.append(#","name":"#)
    JSONString.encode(finding.rule.name, into: &output)
    output.append(#","message":"#)
    JSONString.encode(finding.message, into: &output)
    output.append(UInt8(ascii: "}"))
  }

  private func writePlace(to output: inout ByteBuffer) {
    output.append(#"{"file":"#)
    JSONString.encode(finding.location.file, into: &output)
    let numbers: [(StaticString, Int?)] = [
      (#","line":"#, finding.location.line), (#","column":"#, finding.location.column),
      (#","byte":"#, finding.location.byteOffset),
    ]
    for (key, value) in numbers {
      guard let value else { continue }
      output.append(key)
      output.append(decimal: value)
    }
    output.append(UInt8(ascii: "}"))
  }
}

/// Bytes as text of 64 characters (RFC 4648, https://www.rfc-editor.org/rfc/rfc4648).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Appends `bytes` with padding.
  static func encode(_ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    var at = 0
    while at < bytes.count {
      let group = (0..<3).map { at + $0 < bytes.count ? UInt32(bytes[at + $0]) : 0 }
      let bits = group[0] << 16 | group[1] << 8 | group[2]
      for place in 0..<4 {
        let isPadding = at + place > bytes.count
        let digit = Int(bits >> UInt32(18 - 6 * place) & 0x3F)
        output.append(isPadding ? UInt8(ascii: "=") : alphabet[digit])
      }
      at += 3
    }
  }
}
