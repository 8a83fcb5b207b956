import TamisCore

extension XMLMapping {
  /// The mappings for kinds of files that many people have, by name.
  public static let presets: [(name: String, mapping: XMLMapping)] = [
    ("mediawiki", .mediawiki), ("stackexchange", .stackexchange), ("jats", .jats), ("tei", .tei),
    ("docbook", .docbook),
  ]

  /// A MediaWiki dump (https://www.mediawiki.org/wiki/Help:Export): one record a page, with the
  /// wikitext of its last revision in the file. In a dump of the full history that is the newest.
  public static let mediawiki = XMLMapping(
    recordText: "page", recordPaths: [XMLPath(literal: "page")],
    fields: [
      Field("title", ["title"]), Field("id", ["id"]), Field("ns", ["ns"]),
      Field("text", ["revision/text"], .last),
    ])

  /// A table of a Stack Exchange dump (https://archive.org/details/stackexchange): one record a
  /// row, with its attributes as fields. Posts hold HTML in `Body`.
  public static let stackexchange = XMLMapping(
    recordText: "row", recordPaths: [XMLPath(literal: "row")], fields: [], allAttributes: true)

  /// Articles in JATS or its forerunner NLM (https://jats.nlm.nih.gov): title, abstract, and as
  /// text the body's headings, paragraphs and captions. Left out are cells of tables, labels, and
  /// the TeX twins of formulas.
  public static let jats = XMLMapping(
    recordText: "article", recordPaths: [XMLPath(literal: "article")],
    fields: [
      Field("title", ["front/article-meta/title-group/article-title"], .first),
      Field(
        "abstract", ["front/article-meta/abstract//title", "front/article-meta/abstract//p"]),
      Field("text", ["body//title", "body//p"]),
    ],
    collapsesSpace: true,
    excluded: [
      XMLPath(literal: "//table"), XMLPath(literal: "//tex-math"), XMLPath(literal: "//label"),
      XMLPath(literal: "//object-id"),
    ])

  /// Texts in TEI (https://tei-c.org): headings, paragraphs, blocks, speakers, and verse, line by
  /// line with a blank line between stanzas. Left out are notes, which stand in the middle of
  /// sentences, and the apparatus's other readings.
  public static let tei = XMLMapping(
    recordText: "TEI | TEI.2", recordPaths: [XMLPath(literal: "TEI"), XMLPath(literal: "TEI.2")],
    fields: [
      Field("title", ["teiHeader/fileDesc/titleStmt/title"], .first),
      Field(
        "text",
        [
          "text//head", "text//p", "text//ab", "text//lg", .line("text//speaker"), .line("text//l"),
        ]),
    ],
    collapsesSpace: true, excluded: [XMLPath(literal: "//note"), XMLPath(literal: "//rdg")])

  /// A DocBook file (https://docbook.org), whatever its root: headings, paragraphs, terms, cells of
  /// tables line by line, and program text with its white space.
  public static let docbook = XMLMapping(
    recordText: "/*", recordPaths: [XMLPath(literal: "/*")],
    fields: [
      Field(
        "title",
        [
          "title", "info/title", "bookinfo/title", "articleinfo/title", "chapterinfo/title",
          "refnamediv/refname", "refmeta/refentrytitle",
        ], .first),
      Field(
        "text",
        [
          "//title", "//para", "//simpara", "//refpurpose", "//term", .line("//member"),
          .line("//entry"), .program("//programlisting"), .program("//screen"),
          .program("//literallayout"), .program("//synopsis"),
        ]),
    ],
    collapsesSpace: true)
}
