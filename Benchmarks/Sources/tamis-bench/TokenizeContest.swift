// One measurement of the tokenizers, in a process of its own; prints what `tokenizing/runner.py`
// prints for a peer.

import TamisCore
import TamisTokenizers

/// A tokenizer over one text: loads it, encodes "hello", and then takes the time of each pass.
///
/// A pass ends when all ids lie in one flat buffer, made within the pass, as each peer makes its own
/// in its.
struct TokenizeContest {
  enum Mode: String {
    /// The text is one document, which all threads encode together.
    case one
    /// The text is cut into documents.
    case batch
  }

  private let text: [UInt8]
  private let documents: [Range<Int>]
  private let tokenizer: Tokenizer
  private let encoder: Encoder
  private let parallelEncoder: ParallelEncoder?
  private let figures: Figures

  init(vocabulary: String, encoding: String?, text path: String, mode: Mode, threads: Int) throws {
    var figures = Figures()
    text = try fileContent(path)
    documents = mode == .one ? [0..<text.count] : Documents.cut(text)
    figures.startMemory = ProcessCost.residentBytes()
    let start = ProcessCost.wall()
    tokenizer = try Tokenizer(contentsOf: vocabulary, encoding: encoding)
    figures.tokenizerMemory = ProcessCost.residentBytes()
    encoder = try tokenizer.makeEncoder()
    parallelEncoder = threads > 1 ? try tokenizer.makeParallelEncoder(threads: threads) : nil
    _ = try encoder.encode("hello")
    figures.load = ProcessCost.wall() - start
    self.figures = figures
  }

  /// Runs the passes; the ids of the last one go to the file `output`, 4 bytes each, little-endian.
  func run(passes: Int, output: String?) throws -> Figures {
    var figures = figures
    figures.bytes = text.count
    figures.documents = documents.count
    var encoded = EncodedDocuments()
    for _ in 0..<passes {
      encoded = EncodedDocuments()
      let (wall, processor) = (ProcessCost.wall(), ProcessCost.processor())
      try encode(into: &encoded)
      figures.wall.append(ProcessCost.wall() - wall)
      figures.processor.append(ProcessCost.processor() - processor)
    }
    figures.tokens = encoded.tokens.count
    figures.endMemory = ProcessCost.residentBytes()
    figures.peakMemory = ProcessCost.peakBytes()
    if let output {
      let file = try AtomicFile(path: output)
      try file.write(UnsafeRawBufferPointer(encoded.tokens.ids))
      try file.finish()
    }
    return figures
  }

  private func encode(into encoded: inout EncodedDocuments) throws {
    try text.withUnsafeBytes { bytes in
      if let parallelEncoder {
        return try parallelEncoder.encode(
          documents: bytes, ends: documents.map(\.upperBound), into: &encoded)
      }
      // Pages that are not written cost nothing, and few texts have more than a token in two bytes.
      encoded.tokens = TokenBuffer(capacity: text.count / 2)
      encoded.ends.reserveCapacity(documents.count)
      for document in documents {
        try encoder.encode(
          UnsafeRawBufferPointer(rebasing: bytes[document]), into: &encoded.tokens)
        encoded.ends.append(encoded.tokens.count)
      }
    }
  }
}

enum Documents {
  /// Cuts a text behind the first line end that gives a document 2,500 bytes or more.
  static func cut(_ text: [UInt8]) -> [Range<Int>] {
    var documents: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let least = min(start + 2_499, text.count)
      let end = text[least...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
      documents.append(start..<end)
      start = end
    }
    return documents
  }
}
