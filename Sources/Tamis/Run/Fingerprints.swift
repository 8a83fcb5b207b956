import TamisCore

// A fingerprint says which finding this is, as long as the record stays what it is: it holds the rule,
// the pointer and the content of the record, not its line. So a baseline survives records that are
// added, moved and removed, and each change to a record shows all of its findings again.

extension RecordBatch {
  /// The findings with their fingerprints.
  func fingerprinted() -> [Finding] {
    var contents: [Int: ContentHash] = [:]
    let lines = Set(findings.compactMap(\.location.line))
    for (record, digest) in zip(records, digests) where lines.contains(record.line) {
      contents[record.line] = digest ?? ContentHash(record.original)
    }
    for rejection in rejections {
      guard case .raw(let bytes) = rejection.record, let line = rejection.finding.location.line
      else { continue }
      contents[line] = ContentHash(bytes)
    }
    return findings.map { finding in
      finding.fingerprinted(record: finding.location.line.flatMap { contents[$0] })
    }
  }
}

extension Finding {
  /// The finding with its fingerprint.
  func fingerprinted(record: ContentHash?) -> Finding {
    var finding = self
    finding.fingerprint = fingerprint(record: record)
    return finding
  }

  /// The fingerprint of the finding about a record of that content; one that is about no record goes by
  /// its words.
  func fingerprint(record: ContentHash?) -> ContentHash {
    let subject = record.map(\.hex) ?? message
    let parts = [rule.code, location.pointer ?? "", subject]
    return ContentHash(Array(parts.joined(separator: "\0").utf8))
  }
}
