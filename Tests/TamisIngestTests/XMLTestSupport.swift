import TamisCore
import TamisIngest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What came out of one or more XML files.
struct XMLOutcome: Equatable {
  /// The records, a line each.
  var text: [UInt8] = []
  /// What could not become a record, and then what was noticed besides.
  var findings: [Finding] = []

  var lines: [String] {
    text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  var rules: [String] { findings.map(\.rule.name) }
}

/// An emitter that collects into `collected`.
final class XMLCollector {
  var outcome = XMLOutcome()
  private let recordLimit: Int
  private let batchSize: Int

  init(recordLimit: Int = 256 << 20, batchSize: Int = BatchEmitter.defaultBatchSize) {
    self.recordLimit = recordLimit
    self.batchSize = batchSize
  }

  var emitter: BatchEmitter {
    BatchEmitter(batchSize: batchSize, recordLimit: recordLimit) { batch in
      self.outcome.text += batch.text.array
      self.outcome.findings += batch.rejections.map(\.finding) + batch.findings
      return batch
    }
  }
}

/// Reads `bytes`, which come at most `step` at a time, as one file.
func readXML(
  _ bytes: [UInt8], _ mapping: XMLMapping, step: Int = .max, recordLimit: Int = 256 << 20,
  origin: Bool = true, encoding: String? = nil
) throws -> XMLOutcome {
  let collector = XMLCollector(recordLimit: recordLimit)
  try XMLSource(inputs: [], mapping: mapping, origin: origin).read(
    MemoryReader(bytes, step: step), of: Input(path: "test.xml", encoding: encoding),
    into: collector.emitter)
  return collector.outcome
}

/// Reads `text` with a mapping of all elements named `r`.
func readXML(_ text: String, recordLimit: Int = 256 << 20) throws -> XMLOutcome {
  try readXML(
    Array(text.utf8), XMLMapping(record: "r"), recordLimit: recordLimit, origin: false)
}

/// The names of the files in a folder, in order, that end in `suffix`.
func fileNames(in folder: String, endingIn suffix: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
      field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name.hasSuffix(suffix) { names.append(name) }
  }
  return names.sorted()
}
