import TamisCore

/// Which elements of an XML file are records, and what their fields are.
///
/// Names are compared without their namespace prefix, unless the path gives one; it is then
/// compared as the document writes it. Several paths are joined by `|`. `XMLPath` lists what a path
/// may be.
///
/// - A field that nothing in the record matches is absent; one that only empty elements match is
///   `""`.
/// - The text of an element is all text in it and its children, in order, without comments and
///   processing instructions.
/// - Where a field matches several times, its texts are joined by a blank line. An element that
///   matches inside of a match is set off by blank lines too. Empty matches add nothing.
/// - A record element inside of a record belongs to the outer one.
public struct XMLMapping: Sendable {
  /// The elements that are records: `page`, `feed/entry`, or from the root on `/mediawiki/page`.
  public var record: String { recordText }
  /// True makes every attribute of the record element a field, behind the others, named as it is
  /// written, with an `@` before it where a field has that name already.
  public var allAttributes: Bool
  /// True makes every run of white space one space and takes it off at both ends of a text; false
  /// keeps white space as it is.
  public var collapsesSpace: Bool
  /// What to do about `&name;` where the file does not say what it stands for.
  public var undeclaredEntities: UndeclaredEntities

  /// A policy for references that no declaration in the file explains. Other files are never read.
  public enum UndeclaredEntities: String, Sendable, CaseIterable {
    /// Leaves out the file from there on, with a finding that says where.
    case error
    /// Keeps the reference as text, as it is written.
    case keep
  }

  let recordText: String
  var recordPaths: [XMLPath]
  var fields: [Field]
  var excluded: [XMLPath]

  /// A mapping of the elements at `record`.
  ///
  /// `fields` give each field's name and where its text is, relative to the record; a name that
  /// comes twice collects from both. Without fields and attributes there is one field, `text`, with
  /// all text of the record. Text in elements at one of the `excluding` paths is left out.
  public init(
    record: String, fields: [FieldMapping] = [], allAttributes: Bool = false,
    collapsesSpace: Bool = false, excluding: [String] = [],
    undeclaredEntities: UndeclaredEntities = .error
  ) throws(XMLMappingError) {
    let paths = try XMLPath.alternatives(record)
    for path in paths where path.attribute != nil || path.steps.isEmpty {
      throw XMLMappingError(path: record, reason: "a record is an element with a name")
    }
    var mapped: [Field] = []
    for field in fields {
      guard !FieldName.reserved.contains(FieldName(field.name)) else {
        throw XMLMappingError(path: field.name, reason: "the field name is reserved")
      }
      var sources: [Source] = []
      for path in try XMLPath.alternatives(field.source) { sources.append(try Source(path)) }
      if let known = mapped.firstIndex(where: { FieldName($0.name) == FieldName(field.name) }) {
        mapped[known].sources += sources
      } else {
        mapped.append(Field(field.name, sources))
      }
    }
    var left: [XMLPath] = []
    for text in excluding { left += try XMLPath.alternatives(text) }
    self.init(
      recordText: record, recordPaths: paths, fields: mapped, allAttributes: allAttributes,
      collapsesSpace: collapsesSpace, excluded: left, undeclaredEntities: undeclaredEntities)
  }

  init(
    recordText: String, recordPaths: [XMLPath], fields: [Field], allAttributes: Bool = false,
    collapsesSpace: Bool = false, excluded: [XMLPath] = [],
    undeclaredEntities: UndeclaredEntities = .error
  ) {
    self.recordText = recordText
    self.recordPaths = recordPaths
    self.fields = fields
    self.allAttributes = allAttributes
    self.collapsesSpace = collapsesSpace
    self.excluded = excluded
    self.undeclaredEntities = undeclaredEntities
    if fields.isEmpty, !allAttributes { self.fields = [Field("text", ["."])] }
  }

  /// A field and where its text comes from.
  struct Field: Sendable {
    /// Which of several matches count.
    enum Repeats: Sendable { case joined, first, last }

    var name: String
    var sources: [Source]
    var repeats: Repeats

    init(_ name: String, _ sources: [Source], _ repeats: Repeats = .joined) {
      self.name = name
      self.sources = sources
      self.repeats = repeats
    }
  }

  /// A path to text of a field.
  struct Source: Sendable, ExpressibleByStringLiteral {
    /// What stands between this text and the one before it.
    enum Separator: UInt8, Sendable {
      case line = 1
      case paragraph = 2
    }

    var path: XMLPath
    var separator = Separator.paragraph
    /// True keeps white space where the mapping collapses it: program text.
    var keepsSpace = false

    init(_ path: XMLPath) throws(XMLMappingError) {
      if path.isAbsolute {
        throw XMLMappingError(
          path: "/…", reason: "the paths of fields start at the record; write them without '/'")
      }
      self.path = path
    }

    init(stringLiteral text: String) { path = XMLPath(literal: text) }

    static func line(_ text: StaticString) -> Source {
      var source = Source(stringLiteral: "\(text)")
      source.separator = .line
      return source
    }

    static func program(_ text: StaticString) -> Source {
      var source = Source(stringLiteral: "\(text)")
      source.keepsSpace = true
      return source
    }
  }
}

extension XMLPath {
  /// A path that stands in this program.
  init(literal text: String) {
    do throws(XMLMappingError) {
      try self.init(text)
    } catch {
      preconditionFailure("a path in the program is wrong: \(error)")
    }
  }
}
