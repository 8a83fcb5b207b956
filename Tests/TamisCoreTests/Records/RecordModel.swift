import TamisCore

/// A record as a test knows it: the pieces of its text, and what became of each field.
struct RecordModel {
  struct Field {
    /// The characters of the name.
    var name: [UInt8]
    /// The key as it is written, and all up to the value.
    var key: [UInt8]
    var value: [UInt8]
    /// What stands between the value and the next field.
    var tail: [UInt8] = []
    var isRemoved = false
  }

  var lead: [UInt8] = []
  var fields: [Field] = []
  var end: [UInt8] = []
  /// Fields that came later, in the order in which they came first.
  var added: [Field] = []
  private var isChanged = false
  private(set) var original: [UInt8] = []

  static let names = [
    "a", "b", "text", "é", "quo\"te", "", "_origin", "_split", "a name longer than one block",
    "\u{2028}",
  ]

  /// A record with white space, escapes and doubled keys of all kinds.
  init(_ json: inout RandomJSON, isRewritten: Bool = false) {
    // A record that is written anew has no white space around it.
    lead = (isRewritten ? [] : json.space()) + [0x7B] + json.space()
    let count = json.random.below(6)
    for index in 0..<count {
      let name = json.random.pick(Self.names)
      let key = Self.key(name, &json.random) + json.space() + [0x3A] + json.space()
      let tail = json.space() + (index < count - 1 ? [0x2C] + json.space() : [])
      fields.append(Field(name: utf8(name), key: key, value: json.value(2).text, tail: tail))
    }
    end = [0x7D] + (isRewritten ? [] : json.space())
    original = text
  }

  /// One of the ways to write a name.
  private static func key(_ name: String, _ random: inout TestRandom) -> [UInt8] {
    var written = ByteBuffer()
    guard random.chance(30) else {
      JSONString.encode(name, into: &written)
      return written.array
    }
    let units = name.utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: true)
      return #"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
    return utf8("\"" + units.joined() + "\"")
  }

  private func last(_ name: String) -> Int? { fields.lastIndex { $0.name == utf8(name) } }
  private func lastAdded(_ name: String) -> Int? { added.lastIndex { $0.name == utf8(name) } }

  /// The value of the field `name` as it is written.
  func value(_ name: String) -> [UInt8]? {
    let field = last(name).map { fields[$0] } ?? lastAdded(name).map { added[$0] }
    return field.flatMap { $0.isRemoved ? nil : $0.value }
  }

  mutating func set(_ name: String, _ value: [UInt8]) {
    isChanged = true
    if let index = last(name) {
      (fields[index].value, fields[index].isRemoved) = (value, false)
    } else if let index = lastAdded(name) {
      (added[index].value, added[index].isRemoved) = (value, false)
    } else {
      var key = ByteBuffer()
      JSONString.encode(name, into: &key)
      added.append(Field(name: utf8(name), key: key.array + [0x3A], value: value))
    }
  }

  mutating func remove(_ name: String) {
    if last(name) == nil, lastAdded(name) == nil { return }
    isChanged = true
    for index in fields.indices where fields[index].name == utf8(name) {
      fields[index].isRemoved = true
    }
    if let index = lastAdded(name) { added[index].isRemoved = true }
  }

  /// The fields that are left, in their order.
  var left: [Field] { (fields + added).filter { !$0.isRemoved } }

  /// The record as it must be written.
  var text: [UInt8] {
    var text: [UInt8]
    var needsComma: Bool
    if fields.contains(where: \.isRemoved) {
      let kept = fields.filter { !$0.isRemoved }.map { $0.key + $0.value }
      text = [0x7B] + Array(kept.joined(separator: [0x2C]))
      needsComma = !kept.isEmpty
    } else {
      text = lead + fields.flatMap { $0.key + $0.value + $0.tail }
      needsComma = !fields.isEmpty
    }
    for field in added where !field.isRemoved {
      text += (needsComma ? [0x2C] : []) + field.key + field.value
      needsComma = true
    }
    return text + end
  }
}

/// Batches made from text.
enum Batches {
  /// A batch of the lines of `text`, its records found.
  static func of(_ text: [UInt8]) -> RecordBatch {
    let batch = RecordBatch()
    batch.file = "in.jsonl"
    batch.text.append(text)
    batch.index()
    return batch
  }

  /// The record that is all of `text`, which is one.
  static func record(_ text: [UInt8]) -> Record? {
    var records = of(text).records
    return records.next()
  }
}

extension Record {
  /// The record as it is written.
  var written: [UInt8] {
    var output = ByteBuffer()
    write(to: &output)
    return output.array
  }
}
