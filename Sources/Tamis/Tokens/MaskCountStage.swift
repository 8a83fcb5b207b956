import Synchronization
import TamisCore
import TamisFormat
import TamisTokenizers

/// Counts the tokens of each record as a trainer reads them, and those that are learned.
final class MaskCountStage: TokenCounting {
  let name = "cost"
  private let model: ChatTokenizer
  private let options: MaskOptions
  private let sum = Mutex(TokenCount())

  init(_ model: ChatTokenizer, _ options: MaskOptions) throws {
    self.model = model
    self.options = options
    do throws(TokenizerError) { _ = try LossMasker(model, options) } catch {
      throw UsageError(error.description)
    }
  }

  func makeKernel() -> any Kernel {
    guard let masker = try? LossMasker(model, options) else {
      preconditionFailure("a tokenizer makes an encoder once and then no more")
    }
    return MaskCountKernel(masker) { count in self.sum.withLock { $0.add(count) } }
  }

  var total: TokenCount { sum.withLock { $0 } }
}

private final class MaskCountKernel: Kernel {
  private let masker: LossMasker
  private let report: (TokenCount) -> Void
  private let reader = ExampleReader()
  // One thread, one call at a time.
  @exclusivity(unchecked) private var line = ByteBuffer()

  init(_ masker: LossMasker, report: @escaping (TokenCount) -> Void) {
    self.masker = masker
    self.report = report
  }

  func process(_ batch: RecordBatch) {
    var count = TokenCount()
    for record in batch.records {
      line.removeAll(keepingUpTo: 1 << 20)
      record.write(to: &line)
      do throws(LayoutFailure) {
        try self.count(try reader.read(line.bytes).example, into: &count)
      } catch {
        record.reject(error.rule, .error, error.message)
      }
    }
    report(count)
  }

  private func count(
    _ example: Example, into count: inout TokenCount
  ) throws(LayoutFailure) {
    var sum = (tokens: 0, trained: 0, characters: 0)
    do throws(LossMaskError) {
      try add(try masker.mask(example), to: &sum)
      if case .preference = example { try add(try masker.mask(example, side: .rejected), to: &sum) }
    } catch {
      throw LayoutFailure(.unencodable, "\(error)")
    }
    count.add(tokens: sum.tokens, characters: sum.characters, trained: sum.trained)
  }

  private func add(
    _ mask: LossMask, to sum: inout (tokens: Int, trained: Int, characters: Int)
  ) throws(LossMaskError) {
    sum.tokens += mask.count
    sum.trained += mask.trainedCount
    for byte in mask.text where byte & 0xC0 != 0x80 { sum.characters += 1 }
  }
}
