/// The filters of Jinja that are supported.
enum Filter: String {
  case abs, attr, batch, capitalize, center, count, d, `default`, dictsort, e, escape, first, float
  case forceescape, format, indent, int, items, join, last, length, list, lower, map, max, min
  case reject, rejectattr, replace, reverse, round, safe, select, selectattr, slice, sort, string
  case sum, title, tojson, trim, unique, upper, wordcount

  init?(name: String) { self.init(rawValue: name) }

  /// The number that instructions carry.
  // Safety: an enumeration without payloads is its number.
  var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

  /// True for the filters that give nothing for a value that is false, even one that cannot be iterated.
  var takesNothingForEmpty: Bool {
    switch self {
    case .map, .select, .reject, .selectattr, .rejectattr: true
    default: false
    }
  }

  /// Filters that Jinja has and that no chat template is known to use.
  static let unsupported: Set<String> = [
    "filesizeformat", "groupby", "pprint", "random", "striptags", "truncate", "urlencode", "urlize",
    "wordwrap", "xmlattr",
  ]
}
