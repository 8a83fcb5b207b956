/// The rules that are asked about each record, with what they are about.
///
/// They are called where they lie. A copy of each, which an array of them would make, counts the
/// references that it holds, for each record.
final class RuleList {
  private struct Entry {
    var concern: RecordSigns
    var rule: any RecordRule
  }

  // Safety: allocated and filled in `init` with `count` entries, freed in `deinit`, never written in
  // between.
  private let entries: UnsafeMutablePointer<Entry>
  private let count: Int

  /// The rules that `profile` has.
  init(_ profile: Profile) {
    let types = RecordRules.all.filter { profile.severity(of: $0.rule) != nil }
    entries = .allocate(capacity: max(types.count, 1))
    count = types.count
    for (index, type) in types.enumerated() {
      (entries + index).initialize(to: Entry(concern: type.concern, rule: type.init(profile)))
    }
  }

  deinit {
    entries.deinitialize(count: count)
    entries.deallocate()
  }

  /// Asks each rule that the record which `chat` holds might break.
  func check(_ chat: ChatView, _ report: Reporter) {
    let signs = chat.signs
    for index in 0..<count where !entries[index].concern.isDisjoint(with: signs) {
      entries[index].rule.check(chat, report)
    }
  }
}
