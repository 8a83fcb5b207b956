import Crypto
import TamisCore

/// What a run read, did and wrote, so that it can be repeated and audited.
///
/// The same recipe on the same bytes gives the same manifest: there is no time and no machine in it.
public struct Manifest: Sendable {
  /// The name and version of what the manifest looks like.
  public static let schema = "tamis.manifest/1"

  /// A file that took part.
  struct File: Sendable {
    var path: String
    var records: Int?
    var bytes: Int
    /// SHA-256 of the bytes, in hexadecimal.
    var sha256: String
  }

  private let recipe: File
  private let inputs: [File]
  private let outputs: [File]
  private let summary: PipelineSummary
  private let checks: [FileCheck]

  /// The manifest of a run. Reads all inputs and outputs once more, to hash them.
  init(of recipe: Recipe, _ result: JobResult, _ checks: [FileCheck]) throws {
    self.recipe = File(
      path: recipe.path, bytes: recipe.text.count,
      sha256: hexadecimal(SHA256.hash(data: recipe.text)))
    inputs = try Input.list(recipe.ingest.files).filter { $0.path != "-" }.map {
      try Self.file($0.path, records: nil)
    }
    var outputs = try result.files.map { try Self.file($0.path, records: $0.records) }
    if let path = result.sideFile { outputs.append(try Self.file(path, records: nil)) }
    self.outputs = outputs
    summary = result.summary
    self.checks = checks
  }

  private static func file(_ path: String, records: Int?) throws -> File {
    let reader = try FileReader(path: path)
    var hash = SHA256()
    var bytes = 0
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let size = try reader.read(into: &block)
      if size == 0 { break }
      bytes += size
      block.withUnsafeBytes { all in
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: all[..<size]))
      }
    }
    return File(path: path, records: records, bytes: bytes, sha256: hexadecimal(hash.finalize()))
  }

  /// The manifest as indented JSON.
  public var json: [UInt8] {
    var json = JSONText()
    json.object {
      $0.member("schema", Self.schema)
      $0.member("tamis", TamisVersion.current)
      $0.key("recipe") { recipe.write(to: &$0) }
      $0.key("inputs") { $0.array(inputs) { $1.write(to: &$0) } }
      $0.key("outputs") { $0.array(outputs) { $1.write(to: &$0) } }
      $0.key("stages") { $0.array(summary.stages) { $1.write(to: &$0) } }
      $0.key("validation") { $0.array(checks) { $1.write(to: &$0) } }
    }
    return json.bytes
  }
}

extension Manifest.File {
  fileprivate func write(to json: inout JSONText) {
    json.object {
      $0.member("path", path)
      if let records { $0.member("records", records) }
      $0.member("bytes", bytes)
      $0.member("sha256", sha256)
    }
  }
}

extension PipelineSummary.Stage {
  fileprivate func write(to json: inout JSONText) {
    json.object {
      $0.member("name", name)
      $0.member("in", input)
      $0.member("out", output)
      $0.key("rejected") {
        $0.array(rejected) { json, entry in
          json.object {
            $0.member("rule", entry.rule.code)
            $0.member("name", entry.rule.name)
            $0.member("count", entry.count)
          }
        }
      }
    }
  }
}

extension FileCheck {
  fileprivate func write(to json: inout JSONText) {
    json.object {
      $0.member("path", path)
      $0.member("target", target)
      $0.member("records", records)
      $0.member("errors", errors)
      $0.member("warnings", warnings)
    }
  }
}

private func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
  digest.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
