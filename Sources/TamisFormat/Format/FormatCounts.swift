import Synchronization
import TamisCore

/// What one kernel has to tell about the records of a batch.
struct FormatTally {
  /// A field name that targets have no place for, or another thing that is counted.
  struct Entry {
    var name: [UInt8]
    var count = 0
    /// The first record that it was seen in.
    var line: Int
  }

  private(set) var fields: [Entry] = []
  private(set) var ownSystem: Entry?
  /// By the layout's place on the list; the name is what told it.
  private(set) var layouts: [Entry?] = Layouts.all.map { _ in nil }

  /// Counts a field that was left out of `record`.
  mutating func noteField(_ name: UnsafeRawBufferPointer, of record: Record) {
    if let index = fields.firstIndex(where: { name.elementsEqual($0.name) }) {
      fields[index].count += 1
    } else {
      fields.append(Entry(name: Array(name), count: 1, line: record.line))
    }
  }

  /// Counts a record that was read as the layout at `index` of the list.
  mutating func noteLayout(_ index: Int, of record: Record, as tree: RecordTree) {
    if layouts[index] == nil {
      let evidence = LayoutRecognizer.evidence(for: Layouts.all[index], in: tree)
      layouts[index] = Entry(name: Array(evidence.utf8), line: record.line)
    }
    layouts[index]?.count += 1
  }

  /// Counts a record that kept its own system message.
  mutating func noteOwnSystem(_ record: Record) {
    ownSystem = ownSystem ?? Entry(name: [], line: record.line)
    ownSystem?.count += 1
  }
}

/// What all kernels of a stage have told. The sums do not depend on who tells first.
final class FormatCounts: Sendable {
  private struct Sum {
    var count: Int
    var sequence: Int
    var place: SourceLocation
    var name: [UInt8] = []

    mutating func add(_ other: Sum) {
      count += other.count
      if other.sequence < sequence {
        (sequence, place, name) = (other.sequence, other.place, other.name)
      }
    }
  }

  private struct Sums {
    var fields: [[UInt8]: Sum] = [:]
    var ownSystem: Sum?
    var layouts: [Sum?] = Layouts.all.map { _ in nil }
    var unnamed = 0

    /// Adds to the sum of `name`. Of too many names those that come first in the alphabet are kept,
    /// whichever way the records were dealt out to threads.
    mutating func add(_ sum: Sum, to name: [UInt8]) {
      if fields[name]?.add(sum) != nil { return }
      fields[name] = sum
      guard fields.count > FormatCounts.nameLimit,
        let last = fields.keys.max(by: { $0.lexicographicallyPrecedes($1) })
      else { return }
      unnamed += fields.removeValue(forKey: last)?.count ?? 0
    }
  }

  /// Different names that are told apart; the others are counted in one sum.
  static let nameLimit = 1000

  private let sums = Mutex(Sums())

  /// Adds what a kernel has counted in `batch`, and empties its tally.
  func add(_ tally: inout FormatTally, of batch: RecordBatch) {
    let told = tally
    tally = FormatTally()
    func sum(_ entry: FormatTally.Entry) -> Sum {
      Sum(
        count: entry.count, sequence: batch.sequence,
        place: SourceLocation(file: batch.file, line: entry.line), name: entry.name)
    }
    sums.withLock { sums in
      for entry in told.fields { sums.add(sum(entry), to: entry.name) }
      for (index, entry) in told.layouts.enumerated() {
        if let entry, sums.layouts[index]?.add(sum(entry)) == nil {
          sums.layouts[index] = sum(entry)
        }
      }
      if let entry = told.ownSystem, sums.ownSystem?.add(sum(entry)) == nil {
        sums.ownSystem = sum(entry)
      }
    }
  }

  /// What told each layout that records were read as, and how many they were.
  func decisions() -> [String] {
    sums.withLock { sums in
      sums.layouts.compactMap { sum in
        sum.map { "\(String(decoding: $0.name, as: UTF8.self)) (\(records($0.count)))" }
      }
    }
  }

  /// A finding for each name, in the order of the names, and one for the system messages.
  func notes(target: String) -> [Finding] {
    sums.withLock { sums in
      var notes = sums.fields.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, sum in
        Finding(
          .unknownKey, .info, at: sum.place,
          "field '\(String(decoding: name, as: UTF8.self))' is not part of \(target) and was left "
            + "out, in \(records(sum.count))", target: target)
      }
      if sums.unnamed > 0 {
        notes.append(
          Finding(
            .unknownKey, .info, at: SourceLocation(file: "-"),
            "\(sums.unnamed) fields of other names are not part of \(target) and were left out",
            target: target))
      }
      if let own = sums.ownSystem {
        notes.append(
          Finding(
            .ownSystemKept, .info, at: own.place,
            "a system message of the record's own was kept instead of the given one, in "
              + records(own.count), target: target))
      }
      return notes
    }
  }

  private func records(_ count: Int) -> String { count == 1 ? "1 record" : "\(count) records" }
}
