/// Unicode Normalization Form C of UTF-8: canonically decomposed, ordered, and composed again.
///
/// NFC of a text never depends on the version of Unicode as long as all its scalars are assigned
/// (<https://www.unicode.org/policies/stability_policy.html#Normalization>).
///
/// All functions expect valid UTF-8. Other bytes are safe, but what comes out has no meaning.
///
/// Algorithm: <https://www.unicode.org/reports/tr15/>; how it is made fast: ``CanonicalScanner``.
public enum NFC {
  /// The offset up to which `bytes` are certainly NFC, or nil if all of them are.
  ///
  /// The offset is 0 or that of a starter, and normalizing can begin there: NFC of the whole is
  /// `bytes[..<offset]`, unchanged, and then NFC of `bytes[offset...]`.
  ///
  /// - Complexity: O(n). ASCII and everything below U+0300 take a fraction of a cycle a byte.
  public static func firstUnnormalized(in bytes: UnsafeRawBufferPointer) -> Int? {
    CanonicalNormalizer<ComposedForm>.firstUnnormalized(in: bytes)
  }

  /// Appends the NFC of `bytes` to `output`.
  ///
  /// Up to three times the bytes may come out, usually fewer than went in.
  ///
  /// - Complexity: O(n). Beside `output`, takes at most some 16 bytes for each scalar of the longest
  ///   run of combining marks.
  public static func normalize(
    _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) {
    CanonicalNormalizer<ComposedForm>.normalize(bytes, into: &output)
  }

  /// Whether `bytes` are NFC.
  ///
  /// - Complexity: O(n), ending at the first segment that is not.
  public static func isNormalized(_ bytes: UnsafeRawBufferPointer) -> Bool {
    firstUnnormalized(in: bytes) == nil
  }
}

/// Unicode Normalization Form D of UTF-8: canonically decomposed and ordered.
///
/// Expects valid UTF-8, as ``NFC`` does.
///
/// Algorithm: <https://www.unicode.org/reports/tr15/>.
public enum NFD {
  /// The offset up to which `bytes` are certainly NFD, or nil if all of them are.
  ///
  /// The offset is 0 or that of a starter, and normalizing can begin there: NFD of the whole is
  /// `bytes[..<offset]`, unchanged, and then NFD of `bytes[offset...]`.
  ///
  /// - Complexity: O(n). ASCII takes a fraction of a cycle a byte.
  public static func firstUnnormalized(in bytes: UnsafeRawBufferPointer) -> Int? {
    CanonicalNormalizer<DecomposedForm>.firstUnnormalized(in: bytes)
  }

  /// Appends the NFD of `bytes` to `output`.
  ///
  /// Up to three times the bytes may come out.
  ///
  /// - Complexity: O(n). Beside `output`, takes at most some 16 bytes for each scalar of the longest
  ///   run of combining marks.
  public static func normalize(
    _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) {
    CanonicalNormalizer<DecomposedForm>.normalize(bytes, into: &output)
  }

  /// Whether `bytes` are NFD.
  ///
  /// - Complexity: O(n), ending at the first segment that is not.
  public static func isNormalized(_ bytes: UnsafeRawBufferPointer) -> Bool {
    firstUnnormalized(in: bytes) == nil
  }
}

/// Both forms: skips what the scanner finds clean, rewrites the segments it suspects.
private enum CanonicalNormalizer<Form: CanonicalForm> {
  @inline(__always)
  static func firstUnnormalized(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    return NormalizationTables.withTables { tables in
      let scanner = CanonicalScanner<Form>(bytes: start, count: bytes.count, tables: tables)
      var segment = CanonicalSegment<Form>()
      var offset = 0
      while let suspect = scanner.nextSuspect(from: offset) {
        if suspect.isCertain { return suspect.start }
        segment.rewrite(suspect.start, suspect.end, of: scanner)
        if !segment.equals(suspect.start, suspect.end, of: scanner) { return suspect.start }
        offset = suspect.end
      }
      return nil
    }
  }

  @inline(__always)
  static func normalize(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    guard let start = bytes.baseAddress else { return }
    NormalizationTables.withTables { tables in
      let scanner = CanonicalScanner<Form>(bytes: start, count: bytes.count, tables: tables)
      guard var suspect = scanner.nextSuspect(from: 0) else {
        output.append(contentsOf: bytes)
        return
      }
      var segment = CanonicalSegment<Form>()
      StagedOutput.appending(to: &output) { sink in
        var copied = 0
        while true {
          // Safety: copied <= suspect.start <= suspect.end <= bytes.count.
          sink.append(start + copied, suspect.start - copied)
          segment.rewrite(suspect.start, suspect.end, of: scanner)
          segment.write(to: &sink)
          copied = suspect.end
          guard let next = scanner.nextSuspect(from: copied) else { break }
          suspect = next
        }
        sink.append(start + copied, bytes.count - copied)
      }
    }
  }
}

private enum ComposedForm: CanonicalForm {
  static var inert: (first: UInt16, count: UInt16) {
    (NormalizationTables.inertIndex, NormalizationTables.composedInertCount)
  }

  /// Lead byte of U+0300.
  static var firstNotableByte: UInt8 { 0xCC }
  static var changes: UInt32 { NormalizationTables.Record.composedChanges }
  static var boundary: UInt32 { NormalizationTables.Record.composedBoundary }
  static var composes: Bool { true }
}

private enum DecomposedForm: CanonicalForm {
  static var inert: (first: UInt16, count: UInt16) {
    (NormalizationTables.backwardStarterIndex, 2)
  }

  /// Lead byte of U+00C0.
  static var firstNotableByte: UInt8 { 0xC3 }
  static var changes: UInt32 { NormalizationTables.Record.decomposedChanges }
  static var boundary: UInt32 { NormalizationTables.Record.decomposedBoundary }
  static var composes: Bool { false }
}
