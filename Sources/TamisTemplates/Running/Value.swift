import TamisCore

/// A value while a template runs: two words, with nothing to retain or release.
///
/// Strings point into the conversation's JSON, the template's constants, or the arena; lists and
/// dictionaries are headers in the arena. All of it lives until the next render.
struct Value {
  enum Tag: UInt8 {
    /// A variable that has no value yet; never seen by templates.
    case missing
    /// Jinja's `Undefined`; `flags` is an `UndefinedKind`.
    case undefined
    case none, bool, int, bigInteger, float, string
    case list, tuple, dictionary
    case range, view, generator
    case namespace, macro, function, method, loop, cycler, joiner
  }

  /// Pointer, number, or truth value.
  var bits: UInt64
  /// Bytes of a string. For other scalars of the conversation, their node and one.
  var count: UInt32
  var tag: Tag
  var flags: UInt8 = 0
  /// Of an undefined value: the tag of what it was looked for in.
  var extra: UInt16 = 0

  @inline(__always)
  init(_ tag: Tag, bits: UInt64 = 0, count: UInt32 = 0, flags: UInt8 = 0) {
    self.tag = tag
    self.bits = bits
    self.count = count
    self.flags = flags
  }

  static let missing = Value(.missing)
  static let none = Value(.none)
  static let `true` = Value(.bool, bits: 1)
  static let `false` = Value(.bool)

  @inline(__always)
  static func bool(_ value: Bool) -> Value { Value(.bool, bits: value ? 1 : 0) }

  @inline(__always)
  static func int(_ value: Int) -> Value { Value(.int, bits: UInt64(bitPattern: Int64(value))) }

  static func float(_ value: Double) -> Value { Value(.float, bits: value.bitPattern) }

  /// The string of `count` bytes at `base`.
  @inline(__always)
  static func string(_ base: UnsafePointer<UInt8>, _ count: Int, flags: UInt8 = 0) -> Value {
    Value(
      .string, bits: UInt64(UInt(bitPattern: base)), count: UInt32(truncatingIfNeeded: count),
      flags: flags)
  }

  /// A value that is a header in the arena.
  @inline(__always)
  static func object<Header>(_ tag: Tag, _ header: UnsafeMutablePointer<Header>) -> Value {
    Value(tag, bits: UInt64(UInt(bitPattern: header)))
  }
}

extension Value {
  /// Flag of a string that Python holds as `Markup`: `safe` has made it so.
  static let markup: UInt8 = 1

  @inline(__always) var isString: Bool { tag == .string }
  var isMarkup: Bool { tag == .string && flags & Self.markup != 0 }
  @inline(__always) var bool: Bool { bits != 0 }
  @inline(__always) var int: Int { Int(Int64(bitPattern: bits)) }
  var float: Double { Double(bitPattern: bits) }

  /// The bytes of a string.
  @inline(__always) var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: Int(count))
  }

  /// The first byte of a string.
  @inline(__always) var base: UnsafePointer<UInt8> {
    // Safety: strings are made from pointers to bytes that outlive the render.
    UnsafePointer(bitPattern: UInt(bits)).unsafelyUnwrapped
  }

  /// The header of a list, a dictionary, a macro …
  @inline(__always)
  func header<Header>(_ type: Header.Type) -> UnsafeMutablePointer<Header> {
    // Safety: the tag says what header the value was made with; the callers have looked at it.
    UnsafeMutablePointer(bitPattern: UInt(bits)).unsafelyUnwrapped
  }

  @inline(__always) var list: UnsafeMutablePointer<ListHeader> { header(ListHeader.self) }
  @inline(__always) var dictionary: UnsafeMutablePointer<DictionaryHeader> {
    header(DictionaryHeader.self)
  }

  /// True for an int, a float or a truth value, which Python counts with.
  var isNumber: Bool { tag == .int || tag == .float || tag == .bool || tag == .bigInteger }
  /// An integer or a truth value that fits a word.
  var smallInteger: Int? { tag == .int || tag == .bool ? int : nil }

  /// True for an integer that is the same number as a float.
  var isExactFloat: Bool { smallInteger.map { $0.magnitude <= 1 << 53 } ?? false }

  /// True for the string `text`.
  func isString(_ text: StaticString) -> Bool {
    isString
      && sameBytes(
        bytes, UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

/// What an undefined value will say when it is used.
enum UndefinedKind: UInt8 {
  /// A name without a value: the string is the name.
  case name
  /// A string key or attribute of a value whose tag is `extra`.
  case attribute
  /// Another key, of which the string is what Python would print.
  case element
  /// The string is the message.
  case message
  /// An attribute that the sandbox forbids.
  case unsafe
}

/// The elements of a list or a tuple.
struct ListHeader {
  /// `nil` until a list of the conversation is looked at.
  var elements: UnsafeMutablePointer<Value>?
  var count: Int
  /// The JSON array that it is, and its document; -1 for lists that the template made.
  var node: Int32
  var document: Int32
  /// Room behind the elements, where the list is a sum.
  var room: UnsafeMutablePointer<ListRoom>?
}

/// Room for more elements behind those of a sum of lists, which has as many again.
///
/// `list + [element]` in a loop then takes the time of what is added. Elements that a list has never
/// change; a sum may use the room as long as nothing else has been put there.
struct ListRoom {
  var used: Int
  var capacity: Int
}

/// The entries of a dictionary, keys and values in turn.
struct DictionaryHeader {
  /// `nil` until an object of the conversation is looked at.
  var entries: UnsafeMutablePointer<Value>?
  /// How many keys there are.
  var count: Int
  /// How many there is room for.
  var capacity: Int
  /// Open addressing over entries, plus one; `nil` for small dictionaries, and until it is asked for.
  var index: UnsafeMutablePointer<Int32>?
  var indexMask: Int
  /// The JSON object that it is, and its document; -1 for dictionaries that the template made.
  var node: Int32
  var document: Int32
}

/// `range(start, stop, step)`.
struct RangeHeader {
  var start: Int
  var step: Int
  var count: Int
}

/// What `items`, `keys` and `values` of a dictionary give.
struct ViewHeader {
  enum Kind: UInt8 { case keys, values, items }
  var dictionary: UnsafeMutablePointer<DictionaryHeader>
  var kind: Kind
}

/// A macro, or the body of a call block, with the frame that it was made in.
struct MacroHeader {
  var function: Int
  var frame: UnsafeMutablePointer<Value>
}

/// A method of a value, that has not been called yet.
struct MethodHeader {
  var target: Value
  var method: Method
}

/// `cycler(…)`.
struct CyclerHeader {
  var items: UnsafeMutablePointer<Value>
  var count: Int
  var position: Int
}

/// `joiner(…)`.
struct JoinerHeader {
  var separator: Value
  var wasUsed: Bool
}
