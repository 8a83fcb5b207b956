import TamisCore

/// Findings that are known and accepted, so that a team can adopt the rules on data that breaks them
/// already: what is new is told, what is in the baseline is only counted.
///
/// A finding is known by its rule, its place in the record, and the record's content; where the record
/// stands does not matter. The file is JSON, sorted, with one finding a line, so that changes to it can
/// be read:
///
///     {"schema":"tamis.baseline/1","findings":[
///     {"target":"openai-chat","rule":"R002","fingerprint":"0f3b…","count":1},
public struct Baseline: Sendable {
  /// What tells one finding from another.
  private struct Key: Hashable {
    var target: String
    var rule: String
    var fingerprint: String
  }

  private static let schema = "tamis.baseline/1"
  private var counts: [Key: Int] = [:]

  /// A baseline in which nothing is accepted.
  public init() {}

  /// The baseline in the file at `path`.
  public init(path: String) throws {
    let reader = try FileReader(path: path)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let size = try reader.read(into: &block)
      if size == 0 { break }
      bytes += block[..<size]
    }
    guard let root = try? JSONDocument(bytes).root, root["schema"]?.string == Self.schema,
      let findings = root["findings"], findings.kind == .array
    else {
      throw UsageError(
        "\(path): not a baseline of tamis; 'tamis validate --write-baseline --baseline \(path)' "
          + "writes one")
    }
    for finding in findings.elements {
      guard let rule = finding["rule"]?.string, let print = finding["fingerprint"]?.string else {
        throw UsageError("\(path): \(finding.pointer) has no 'rule' and 'fingerprint'")
      }
      let key = Key(target: finding["target"]?.string ?? "", rule: rule, fingerprint: print)
      counts[key, default: 0] += max(1, finding["count"]?.integer ?? 1)
    }
  }

  /// How many findings there are.
  public var count: Int { counts.values.reduce(0, +) }

  /// Notes that `finding` is accepted from now on.
  public mutating func add(_ finding: Finding) {
    counts[Self.key(of: finding), default: 0] += 1
  }

  /// True for a finding that is known, which is used up by that: as many as were written are accepted.
  public mutating func accepts(_ finding: Finding) -> Bool {
    let key = Self.key(of: finding)
    guard let left = counts[key], left > 0 else { return false }
    counts[key] = left - 1
    return true
  }

  private static func key(of finding: Finding) -> Key {
    let fingerprint = finding.fingerprint ?? finding.fingerprint(record: nil)
    return Key(
      target: finding.target ?? "", rule: finding.rule.code, fingerprint: fingerprint.hex)
  }

  /// The content of the file.
  public var json: [UInt8] {
    var text = ByteBuffer()
    text.append(#"{"schema":"\#(Self.schema)","findings":["#)
    let sorted = counts.sorted {
      ($0.key.target, $0.key.rule, $0.key.fingerprint)
        < ($1.key.target, $1.key.rule, $1.key.fingerprint)
    }
    var separator = "\n"
    for (key, count) in sorted where count > 0 {
      text.append(separator + #"{"target":"#)
      JSONString.encode(key.target, into: &text)
      text.append(#","rule":"\#(key.rule)","fingerprint":"\#(key.fingerprint)","count":\#(count)}"#)
      separator = ",\n"
    }
    text.append("\n]}\n")
    return text.array
  }
}
