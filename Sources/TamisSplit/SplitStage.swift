import TamisCore

/// Marks each record as part of the training, validation or test set.
///
/// The part follows from a hash of the record's content (or of the fields that identify it) and the
/// seed, and from nothing else. So adding records never moves another one, and equal records are never
/// on both sides. The shares come out as asked for up to chance: √(n·p·(1−p)) records.
///
/// Time: one look at the record. Memory: O(1).
public struct SplitStage: Stage {
  public let name = "split"
  private let ratios: SplitRatios
  private let fields: [FieldName]
  private let seed: UInt64

  /// A stage that splits by the content of `fields`, or of the whole record where there are none.
  public init(_ ratios: SplitRatios, by fields: [FieldName] = [], seed: UInt64 = 0) {
    self.ratios = ratios
    self.fields = fields
    self.seed = seed
  }

  public func makeKernel() -> any Kernel {
    SplitKernel(ratios: ratios, fields: fields, seed: seed)
  }
}

private final class SplitKernel: Kernel {
  private let ratios: SplitRatios
  private let seed: UInt64
  // One thread, one call at a time.
  @exclusivity(unchecked) private var digest: RecordDigest
  @exclusivity(unchecked) private var whole = RecordDigest()

  init(ratios: SplitRatios, fields: [FieldName], seed: UInt64) {
    self.ratios = ratios
    self.seed = seed
    digest = RecordDigest(of: fields)
  }

  func process(_ batch: RecordBatch) {
    for record in batch.records {
      // A record without the fields is still itself.
      guard let hash = digest.digest(of: record) ?? whole.digest(of: record) else { continue }
      let part = ratios.part(for: hash.seeded(seed))
      record.set(.split) { output in
        output.append(UInt8(ascii: "\""))
        output.append(part.rawValue)
        output.append(UInt8(ascii: "\""))
      }
    }
  }
}

/// A part of a dataset.
public enum SplitPart: String, Sendable, CaseIterable {
  case train, validation, test
}

/// Which share of the records each part gets.
public struct SplitRatios: Sendable, Equatable {
  private let trainEnd: UInt64
  private let validationEnd: UInt64
  private let last: SplitPart

  /// The parts that get anything.
  public let parts: [SplitPart]

  /// Shares that are not negative and make 1 together; `nil` for others.
  public init?(train: Double, validation: Double = 0, test: Double = 0) {
    let shares = [train, validation, test]
    guard shares.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(shares.reduce(0, +) - 1) < 1e-9 else {
      return nil
    }
    parts = zip(SplitPart.allCases, shares).filter { $0.1 > 0 }.map(\.0)
    last = parts.last ?? .train
    trainEnd = Self.threshold(train)
    validationEnd = Self.threshold(train + validation)
  }

  /// The part of a record with that hash: the hash as a number from 0 to 1, cut at the shares.
  public func part(for hash: ContentHash) -> SplitPart {
    let part: SplitPart =
      hash.high < trainEnd ? .train : hash.high < validationEnd ? .validation : .test
    // The largest hash lies behind every threshold, that of a share of 1 too.
    return parts.contains(part) ? part : last
  }

  private static func threshold(_ share: Double) -> UInt64 {
    share >= 1 ? .max : UInt64(share * 0x1p64)
  }
}
