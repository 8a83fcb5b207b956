import Synchronization
import TamisCore

/// Repairs the text of records and drops those whose text is too short or too long.
///
/// Repairs go over each string field that was named, or over all of them, in this order: line ends,
/// control characters, Unicode form, white space. Lengths count the characters of these fields
/// together. Text inside of arrays and objects, such as messages, is left alone.
///
/// Time: a few looks at each byte. Memory: O(1), the longest field.
public final class CleanStage: Stage {
  public let name = "clean"
  private let options: CleanOptions
  private let counts = Mutex<[Int]>(Array(repeating: 0, count: CleanOptions.allRepairs.count))

  public init(_ options: CleanOptions = CleanOptions()) {
    self.options = options
  }

  public func makeKernel() -> any Kernel { CleanKernel(options, report: add) }

  /// How many fields each repair has changed, in the order of the repairs.
  public var repairs: [(rule: Rule, fields: Int)] {
    let counts = counts.withLock { $0 }
    return zip(CleanOptions.allRepairs, counts).map { ($0.rule, $1) }
  }

  private func add(_ new: [Int]) {
    counts.withLock { counts in
      for (index, count) in new.enumerated() { counts[index] += count }
    }
  }
}

/// What `clean` does.
public struct CleanOptions: Sendable {
  /// The fields whose text is cleaned; all string fields but the reserved ones when empty.
  public var fields: [FieldName]
  /// Repairs and filters that are left out, by code or name.
  public var ignored: Set<String>
  /// Fewest characters (Unicode scalars) that a record's text may have.
  public var minimumLength: Int
  /// Most characters that a record's text may have.
  public var maximumLength: Int?

  public init(
    fields: [FieldName] = [], ignored: Set<String> = [], minimumLength: Int = 1,
    maximumLength: Int? = nil
  ) {
    self.fields = fields
    self.ignored = ignored
    self.minimumLength = minimumLength
    self.maximumLength = maximumLength
  }

  /// All repairs, in the order in which they are made.
  static var allRepairs: [any TextRepair.Type] {
    [
      LineEndRepair.self, ControlCharacterRepair.self, NormalizationRepair.self,
      WhiteSpaceRepair.self,
    ]
  }

  /// The rules that can be ignored by name.
  public static var rules: [Rule] { allRepairs.map { $0.rule } + [.tooShort, .tooLong] }

  func isIgnored(_ rule: Rule) -> Bool {
    ignored.contains(rule.code) || ignored.contains(rule.name)
  }
}

/// A rule that mends text.
protocol TextRepair {
  static var rule: Rule { get }

  /// The first place where `text` is not as it should be; `nil` where there is none. Everything before
  /// it may be kept.
  static func firstDefect(in text: UnsafeRawBufferPointer) -> Int?

  /// Appends `text`, mended, to `output`. Repairing twice changes nothing more.
  static func repair(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer)
}

private final class CleanKernel: Kernel {
  private let options: CleanOptions
  private let report: ([Int]) -> Void
  private let repairs: [(index: Int, repair: any TextRepair.Type)]
  private let length: LengthFilter
  /// The field's characters, and room for the next repair's result. One thread, one call at a time.
  @exclusivity(unchecked) private var text = ByteBuffer(capacity: 4096)
  @exclusivity(unchecked) private var mended = ByteBuffer(capacity: 4096)
  @exclusivity(unchecked) private var changed: [Int]

  init(_ options: CleanOptions, report: @escaping ([Int]) -> Void) {
    self.options = options
    self.report = report
    repairs = CleanOptions.allRepairs.enumerated()
      .filter { !options.isIgnored($0.element.rule) }
      .map { ($0.offset, $0.element) }
    length = LengthFilter(options)
    changed = Array(repeating: 0, count: CleanOptions.allRepairs.count)
  }

  func process(_ batch: RecordBatch) {
    for index in changed.indices { changed[index] = 0 }
    for record in batch.records {
      var characters: Int?
      if options.fields.isEmpty {
        for field in record.fields where field.value.kind == .string && !field.isReserved {
          characters = (characters ?? 0) + clean(record, field.slot, field.value)
        }
      } else {
        for name in options.fields {
          guard let slot = record.slot(of: name), let value = record[slot], value.kind == .string
          else { continue }
          characters = (characters ?? 0) + clean(record, slot, value)
        }
      }
      if let characters { length.check(record, characters) }
    }
    report(changed)
  }

  /// Mends one field; returns its length in characters.
  private func clean(_ record: Record, _ slot: Record.Slot, _ value: Record.Value) -> Int {
    if value.body.isPlain { return value.body.count }
    text.truncate(to: 0)
    value.decode(into: &text)
    var isChanged = false
    for (index, repair) in repairs {
      guard repair.firstDefect(in: text.bytes) != nil else { continue }
      mended.truncate(to: 0)
      repair.repair(text.bytes, into: &mended)
      swap(&text, &mended)
      changed[index] += 1
      isChanged = true
    }
    if isChanged { record.set(slot, string: text.bytes) }
    return length.characters(in: text.bytes)
  }
}
