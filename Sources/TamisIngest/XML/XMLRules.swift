import TamisCore

extension Rule {
  /// The file breaks the rules of XML: nothing behind that place can be trusted.
  public static let xmlSyntax = Rule("I020", "xml-syntax")
  /// Entities that blow up when they are replaced.
  public static let xmlEntityExpansion = Rule("I021", "xml-entity-expansion")
  /// A reference to something that the file does not declare.
  public static let xmlUndeclaredEntity = Rule("I022", "xml-undeclared-entity")
  /// No element is a record.
  public static let xmlNoRecord = Rule("I023", "xml-no-record")
}

/// What a hostile file may cost.
enum XMLLimits {
  /// Elements inside of each other.
  static let depth = 10_000
  /// Entities inside of each other.
  static let entityDepth = 40
  /// Bytes that entities may grow to whatever the size of the file, and from then on per byte of
  /// it. The first is expat's default too (https://libexpat.github.io/doc/api/latest/, billion
  /// laughs).
  static let expansionFloor = 8 << 20
  static let expansionFactor = 10
  /// What a reference counts as beyond its text, for the work of looking it up.
  static let referenceCost = 24
  /// Attributes of an element: the parser compares each with each.
  static let attributes = 4096
  /// Attributes of an element type that its declaration gives a value.
  static let defaults = 100
  /// Namespaces that are declared at one place.
  static let namespaces = 1024
  /// Bytes of different names, which the parser remembers.
  static let names = 64 << 20
  /// Bytes of the document type declaration.
  static let documentType = 16 << 20
  /// Bytes of one tag, comment or CDATA section, which the parser holds as a whole.
  static func token(recordLimit: Int) -> Int { min(max(recordLimit, 64 << 20), 1 << 30) }
}

/// Why the rest of a file is left out.
struct XMLFailure {
  var rule: Rule
  var message: String
  /// Byte in the file, counted from 0.
  var offset: Int
  var line: Int
  /// Byte in the line, counted from 1, where it is known.
  var column: Int?
}

/// The words of the findings.
enum XMLMessage {
  static func tooDeep() -> String { "nested deeper than \(XMLLimits.depth) elements" }

  static func expansion() -> String {
    "the entities exceed the entity expansion limit: they grow past "
      + "\(XMLLimits.expansionFloor) bytes and \(XMLLimits.expansionFactor) times what was read"
  }

  static func entityDepth() -> String {
    "the entities exceed the entity expansion limit: "
      + "nested deeper than \(XMLLimits.entityDepth), or in a circle"
  }

  static func undeclared(_ name: String) -> String {
    "the entity '\(name)' is not declared in the file; declare it, or keep such references as text "
      + "with --undeclared-entities keep"
  }

  static func external(_ name: String) -> String {
    "the entity '\(name)' stands in another file, which is not read; put its text into this one, or "
      + "keep such references as text with --undeclared-entities keep"
  }

  static func tooManyAttributes() -> String {
    "an element has more than \(XMLLimits.attributes) attributes"
  }

  static func tooManyDefaults(_ element: String) -> String {
    "more than \(XMLLimits.defaults) attributes of '\(element)' are declared with a value"
  }

  static func tooManyNamespaces() -> String {
    "more than \(XMLLimits.namespaces) namespaces are declared at one place"
  }

  static func tooManyNames() -> String {
    "more than \(XMLLimits.names) bytes of different names"
  }

  static func longToken(_ limit: Int) -> String {
    "a tag, comment or CDATA section is longer than \(limit) bytes"
  }

  static func longDocumentType() -> String {
    "the document type declaration is longer than \(XMLLimits.documentType) bytes"
  }

  static func tooManyStates() -> String {
    "the elements are nested in more ways than the mapping's '//' paths can be matched against"
  }

  static func trailingZero() -> String { "a zero byte, which XML does not allow" }

  static func undecodable(_ encoding: String, at offset: Int) -> String {
    "the bytes at offset \(offset) of the file as it is are not \(encoding); "
      + "name the encoding with --encoding"
  }

  static func recordTooLarge(_ limit: Int, endsInLine line: Int) -> String {
    "the record, which ends in line \(line), is longer than \(limit) bytes"
  }

  static func noRecord(_ path: String, root: String, children: [String]) -> String {
    let inside =
      children.isEmpty ? "" : ", in it " + children.map { "<\($0)>" }.joined(separator: ", ")
    return "no element matches the record path '\(path)'; the root is <\(root)>\(inside)"
  }

  /// What is left out because of a failure.
  static func consequence(records: Int, openRecordLine line: Int?) -> String {
    if let line {
      return "; the record that began in line \(line) and the rest of the file are left out"
    }
    return records == 0 ? "; the file is left out" : "; the rest of the file is left out"
  }
}
