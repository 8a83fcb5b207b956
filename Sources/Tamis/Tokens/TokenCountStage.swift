import Synchronization
import TamisCore
import TamisTokenizers

/// Counts the tokens of each record.
final class TokenCountStage: TokenCounting {
  let name = "cost"
  private let loaded: LoadedTokenizer
  private let fields: [FieldName]
  private let options: TokenizeOptions
  private let sum = Mutex(TokenCount())

  init(_ loaded: LoadedTokenizer, fields: [FieldName], options: TokenizeOptions) throws {
    self.loaded = loaded
    self.fields = fields
    self.options = options
    _ = try loaded.makeEncoder(options)
  }

  func makeKernel() -> any Kernel {
    guard let encoder = try? loaded.makeEncoder(options) else {
      preconditionFailure("a tokenizer makes an encoder once and then no more")
    }
    return TokenCountKernel(encoder: encoder, fields: fields) { count in
      self.sum.withLock { $0.add(count) }
    }
  }

  var total: TokenCount { sum.withLock { $0 } }
}

private final class TokenCountKernel: Kernel {
  private let fields: [FieldName]
  private let report: (TokenCount) -> Void
  private let encoder: Encoder
  @exclusivity(unchecked) private var text = RecordText()
  private let messages = MessageTexts()

  init(
    encoder: Encoder, fields: [FieldName], report: @escaping (TokenCount) -> Void
  ) {
    self.encoder = encoder
    self.fields = fields
    self.report = report
  }

  func process(_ batch: RecordBatch) {
    var count = TokenCount()
    for record in batch.records {
      do throws(RecordText.Defect) {
        let (tokens, characters) = try self.count(record)
        count.add(tokens: tokens, characters: characters)
      } catch {
        record.reject(error.rule, .error, error.message)
      }
    }
    report(count)
  }

  private func count(_ record: Record) throws(RecordText.Defect) -> (Int, Int) {
    if !fields.isEmpty { return try count(fields, of: record) }
    if record["text"]?.kind == .string { return try count(["text"], of: record) }
    if let value = record["messages"], value.kind == .array {
      var sum = (0, 0)
      try messages.forEachText(in: value) { bytes throws(RecordText.Defect) in
        let (tokens, characters) = try RecordText.checked(bytes, count)
        sum = (sum.0 + tokens, sum.1 + characters)
      }
      return sum
    }
    return try count(["prompt", "completion"], of: record)
  }

  private func count(
    _ fields: [FieldName], of record: Record
  ) throws(RecordText.Defect) -> (Int, Int) {
    var sum = (0, 0)
    var hasText = false
    for field in fields {
      guard let value = record[field], value.kind == .string else { continue }
      hasText = true
      let (tokens, characters) = try text.withText(of: value, count)
      sum = (sum.0 + tokens, sum.1 + characters)
    }
    if !hasText {
      let names = fields.map { "'\($0)'" }.joined(separator: ", ")
      throw RecordText.Defect(
        rule: .noText,
        message: "the record has no text in \(names)"
          + (self.fields.isEmpty ? ", 'text' or 'messages'" : ""))
    }
    return sum
  }

  private func count(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> (Int, Int) {
    var characters = 0
    for byte in bytes where byte & 0xC0 != 0x80 { characters += 1 }
    return (try encoder.count(bytes), characters)
  }
}

/// Finds the text in the value of `messages`.
private final class MessageTexts {
  private let document = JSONDocument()
  private var decoded = ByteBuffer()

  /// Calls `body` with each message's content: the string, or the `text` of each of its parts.
  func forEachText(
    in value: Record.Value,
    _ body: (UnsafeRawBufferPointer) throws(RecordText.Defect) -> Void
  ) throws(RecordText.Defect) {
    let root: JSONValue
    do throws(JSONError) { root = try document.parse(value.json) } catch {
      throw RecordText.Defect(rule: error.rule, message: "in 'messages': \(error.message)")
    }
    for message in root.elements {
      guard let content = message["content"] else { continue }
      if content.kind == .string { try decode(content, body) }
      for part in content.elements {
        if let text = part["text"], text.kind == .string { try decode(text, body) }
      }
    }
  }

  private func decode(
    _ string: JSONValue, _ body: (UnsafeRawBufferPointer) throws(RecordText.Defect) -> Void
  ) throws(RecordText.Defect) {
    let json = string.json
    decoded.removeAll()
    JSONString.decode(UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1]), into: &decoded)
    try body(decoded.bytes)
  }
}
