// What a record of a target looks like, as a table.
//
// A profile says it in a small language (`ShapeReader`); here it is numbers, so that one walk over
// the nodes of a record checks it and finds the turns in it (`ShapeWalk`):
//
//     "record": {"required": ["messages"], "members": {"messages": "[@message] as messages"}}
//
//     objects  0  the record   members: "messages" → value 0
//              1  the message  members: "role" → value 2, "content" → value 3
//     values   0  an array, means .messages, its elements are value 1
//              1  an object of shape 1
//              2  a string, means .role
//              3  a string or an array …
//
// The tables that each record needs hold nothing that counts references; words for messages stand
// beside them and are only touched when something is wrong.

import TamisCore

/// Some of the kinds that a JSON value may be of.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }
  init(_ kind: JSONKind) { rawValue = 1 << kind.rawValue }

  static let object = KindSet(.object)
  static let array = KindSet(.array)
  static let string = KindSet(.string)
  static let number = KindSet(.number)
  static let boolean: KindSet = [KindSet(.true), KindSet(.false)]
  static let null = KindSet(.null)
  static let any: KindSet = [.object, .array, .string, .number, .boolean, .null]
}

/// The shape of a record and of everything in it.
struct RecordShape: Sendable {
  /// What a value may be.
  struct Value: Sendable {
    var kinds: KindSet
    /// True where a number has to be whole.
    var isInteger = false
    /// True where there is an entry in `conditions`.
    var isConditional = false
    var meaning = ShapeMeaning.none
    /// The shape of an object; -1 where any object will do.
    var object: Int32 = -1
    /// The value that each element of an array has to be; -1 where anything goes.
    var element: Int32 = -1
  }

  /// What else a value has to fulfil.
  struct Condition: Sendable {
    /// How many elements an array may have.
    var count: ClosedRange<Int> = 0...Int.max
    /// The only values that there may be, as they are written, strings without quotes.
    var allowed: [[UInt8]] = []
    var pattern: TextPattern?
  }

  /// What an object may hold.
  struct Object: Sendable {
    var members: Range<Int32> = 0..<0
    /// Members that must be there, by bit.
    var required: UInt64 = 0
    /// Members of which exactly one, or at least one, must be there.
    var oneOf: UInt64 = 0
    var anyOf: UInt64 = 0
    /// Members, arrays all, that must have the same number of elements.
    var sameCount: UInt64 = 0
    var isOpen = false
    var meaning = ShapeMeaning.none
    /// What the values of members must be that `members` does not name; -1 where anything goes.
    var otherValues: Int32 = -1
    /// The member that tells which of `cases` holds; -1 where there are none.
    var discriminator: Int32 = -1
    var cases: Range<Int32> = 0..<0
  }

  struct Member: Sendable {
    /// The key in `names`.
    var name: Range<Int32>
    var value: Int32
  }

  /// A case of an object that one of its members tells.
  struct Case: Sendable {
    var name: Range<Int32>
    var object: Int32
  }

  var values: [Value] = []
  var objects: [Object] = []
  var members: [Member] = []
  var cases: [Case] = []
  var names: [UInt8] = []
  var conditions: [Int: Condition] = [:]
  /// Words for messages, beside `values` and `objects`.
  var valueWords: [ValueWords] = []
  var objectWords: [ObjectWords] = []

  struct ValueWords: Sendable {
    /// What the value is called; the key in quotes where it is `nil`.
    var noun: String?
    /// What it should be, where the kinds don't say enough.
    var words: String?
    /// The rule that is broken by another value, where it is not the general one.
    var rule: String?
    /// The rule that is broken by too few or too many elements, where that is another one.
    var countRule: String?
    var atMost = Severity.error
  }

  struct ObjectWords: Sendable {
    var noun: String
    var rule: String?
    /// How bad a key is that nobody knows.
    var unknown = Severity.error
  }

  /// The keys of the record itself, in their order.
  var rootKeys: [String] {
    objects.isEmpty ? [] : members(of: objects[0]).map { string($0.name) }
  }

  /// True where a record may have fields that nobody names.
  var allowsOtherFields: Bool { objects.first?.isOpen ?? false }

  /// The members that an object of that shape may have.
  func members(of object: Object) -> [Member] {
    members[Int(object.members.lowerBound)..<Int(object.members.upperBound)].map { $0 }
  }

  /// The names of the members that `mask` has a bit for.
  func names(of mask: UInt64, in object: Object) -> [String] {
    members(of: object).enumerated()
      .filter { mask & (1 << UInt64($0.offset)) != 0 }.map { string($0.element.name) }
  }

  func string(_ name: Range<Int32>) -> String {
    String(decoding: names[Int(name.lowerBound)..<Int(name.upperBound)], as: UTF8.self)
  }
}
