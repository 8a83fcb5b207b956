/// The methods of Python's values that templates may meet.
enum Method: String {
  case none = ""
  // Strings.
  case capitalize, casefold, center, count, endswith, expandtabs, find, format, index, isalnum
  case isalpha, isascii, isdecimal, isdigit, islower, isnumeric, isspace, istitle, isupper, join
  case ljust, lower, lstrip, partition, removeprefix, removesuffix, replace, rfind, rindex, rjust
  case rpartition, rsplit, rstrip, split, splitlines, startswith, strip, swapcase, title, upper
  case zfill
  case formatMap = "format_map"
  case encode, isidentifier, isprintable, maketrans, translate
  // Dictionaries and lists.
  case get, items, keys, values, copy
  case append, clear, extend, fromkeys, insert, pop, popitem, remove, reverse, setdefault, sort,
    update
  // Loops and cyclers.
  case cycle, changed, next, reset
  // Numbers.
  case bitLength = "bit_length"
  case isInteger = "is_integer"
  case asIntegerRatio = "as_integer_ratio"
  case bitCount = "bit_count"
  case toBytes = "to_bytes"
  case fromBytes = "from_bytes"
  case conjugate, hex

  /// The method that is called `name`; `none` where no value has one of that name.
  init(name: Bytes) { self = Method(rawValue: String(decoding: name, as: UTF8.self)) ?? .none }

  /// What a value has under a method's name.
  enum Presence {
    case absent, present
    /// The sandbox refuses it, since it changes the value.
    case unsafe
    /// Python has it and we do not.
    case unsupported
  }

  /// Whether values with this tag have the method.
  func presence(in tag: Value.Tag) -> Presence {
    switch tag {
    case .string: stringPresence
    case .dictionary: dictionaryPresence
    case .list: listPresence
    case .tuple, .range: self == .count || self == .index ? .present : .absent
    case .loop: self == .cycle || self == .changed ? .present : .absent
    case .cycler: self == .next || self == .reset ? .present : .absent
    case .int, .bool, .bigInteger: numberPresence([.hex])
    case .float: numberPresence([.bitLength, .bitCount, .toBytes, .fromBytes])
    default: .absent
    }
  }

  private var stringPresence: Presence {
    switch self {
    case .encode, .formatMap, .isidentifier, .isprintable, .maketrans, .translate: .unsupported
    case .capitalize, .casefold, .center, .count, .endswith, .expandtabs, .find, .format, .index,
      .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .islower, .isnumeric, .isspace, .istitle,
      .isupper, .join, .ljust, .lower, .lstrip, .partition, .removeprefix, .removesuffix,
      .replace, .rfind, .rindex, .rjust, .rpartition, .rsplit, .rstrip, .split, .splitlines,
      .startswith, .strip, .swapcase, .title, .upper, .zfill:
      .present
    default: .absent
    }
  }

  private var dictionaryPresence: Presence {
    switch self {
    case .get, .items, .keys, .values, .copy: .present
    case .clear, .pop, .popitem, .setdefault, .update: .unsafe
    case .fromkeys: .unsupported
    default: .absent
    }
  }

  private var listPresence: Presence {
    switch self {
    case .count, .index, .copy: .present
    case .append, .clear, .extend, .insert, .pop, .remove, .reverse, .sort: .unsafe
    default: .absent
    }
  }

  private func numberPresence(_ missing: [Method]) -> Presence {
    switch self {
    case .bitLength, .isInteger, .conjugate, .asIntegerRatio, .bitCount, .toBytes,
      .fromBytes, .hex:
      missing.contains(self) ? .absent : .unsupported
    default: .absent
    }
  }
}
