import TamisCore
import TamisFormat

/// What the mending of one file came to.
public struct FileFix: Sendable {
  public var path: String
  /// The file that was written; `nil` where there was nothing to mend.
  public var output: String?
  public var report: FixReport
}

/// Mends the file at `path` (`-` is standard input) and writes it to `output`, which appears complete
/// or not at all, and only if something was mended; standard output is always written.
///
/// `output` may be `path` itself. Throws `InputError` or `OutputError`.
public func fix(
  _ path: String, to output: String, _ validator: Validator, allowsUnsafe: Bool,
  _ options: JobOptions
) throws -> FileFix {
  let fixer = FileFixer(validator, allowsUnsafe: allowsUnsafe, recordLimit: options.recordLimit)
  let writer = try openOutput(path: output)
  do {
    let report = try fixer.fix(Input(path: path)) { try writer.write($0.new) }
    if report.total == 0, output != "-" {
      writer.abandon()
      return FileFix(path: path, output: nil, report: report)
    }
    try writer.finish()
    return FileFix(path: path, output: output, report: report)
  } catch {
    writer.abandon()
    throw error
  }
}

/// Writes what `fix` would change in the file at `path` as a unified diff, and nothing else.
public func fixDiff(
  _ path: String, to output: String, _ validator: Validator, allowsUnsafe: Bool,
  _ options: JobOptions, _ write: @escaping (UnsafeRawBufferPointer) throws -> Void
) throws -> FileFix {
  let fixer = FileFixer(validator, allowsUnsafe: allowsUnsafe, recordLimit: options.recordLimit)
  let diff = FixDiff(from: path, to: output, write)
  let report = try fixer.fix(Input(path: path)) { try diff.take($0) }
  try diff.finish()
  return FileFix(path: path, output: nil, report: report)
}

/// The file that a mended `path` goes to: `train.jsonl` to `train.fixed.jsonl`, and so does
/// `train.json.gz`.
public func fixedPath(of path: String) -> String {
  if path == "-" { return "-" }
  var name = path
  for suffix in [".gz", ".jsonl", ".json", ".ndjson"] where name.hasSuffix(suffix) {
    name.removeLast(suffix.count)
  }
  return name + ".fixed.jsonl"
}

extension FixReport {
  /// `Fixed 12 findings (E001 x1, J001 x1, S007 x10)`, with the words for what was done.
  public func sentence(_ verb: String) -> String {
    if total == 0 { return "Nothing to fix" }
    let counts = rules.map { "\($0.rule.code) x\($0.count)" }.joined(separator: ", ")
    let findings = total == 1 ? "1 finding" : "\(total) findings"
    let lines = linesDropped == 1 ? "1 line" : "\(linesDropped) lines"
    return "\(verb) \(findings) (\(counts))" + (linesDropped > 0 ? "; \(lines) left out" : "")
  }
}
