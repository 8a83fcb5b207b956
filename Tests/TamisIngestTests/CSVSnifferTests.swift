import TamisIngest
import Testing

@Suite("CSV sniffer")
struct CSVSnifferTests {
  /// A sample, and the dialect that it is in: delimiter, quote, line end, header.
  struct Sample: CustomTestStringConvertible, Sendable {
    let text: String
    let dialect: CSVDialect
    let evidence: [String]
    var testDescription: String { text.debugDescription }

    init(
      _ text: String, delimiter: Character = ",", quote: Character = "\"",
      lineEnd: CSVDialect.LineEnd = .lineFeed, header: Bool = true, says evidence: [String]
    ) {
      self.text = text
      dialect = CSVDialect(
        delimiter: delimiter.asciiValue ?? 0, quote: quote.asciiValue ?? 0, lineEnd: lineEnd,
        hasHeader: header)
      self.evidence = evidence
    }
  }

  private static let named = "header: yes, no value of the first row is a number"

  static let samples = [
    Sample(
      "id,text\n1,a\n2,b\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 3 of the first 3 rows", named,
      ]),
    Sample(
      "id;text\r\n1;\"a, b\"\r\n2;c\r\n", delimiter: ";",
      says: [
        "line end: CRLF", "quote: '\"'", "delimiter: ';', 2 columns in 3 of the first 3 rows",
        named,
      ]),
    Sample(
      "id\ttext, more\n1\ta, b\n2\tc\n", delimiter: "\t",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: tab, 2 columns in 3 of the first 3 rows", named,
      ]),
    Sample(
      "a|b|c\nd|e|f\n", delimiter: "|",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: '|', 3 columns in 2 of the first 2 rows", named,
      ]),
    Sample(
      "a,b\r1,2\r3,4\r", lineEnd: .carriageReturn,
      says: [
        "line end: CR only", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 3 of the first 3 rows", named,
      ]),
    Sample(
      "id,t\n1,'a, b'\n2,'c'\n3,'d'\n", quote: "'",
      says: [
        "line end: LF", "quote: ' around 3 values, and no double quotes",
        "delimiter: ',', 2 columns in 4 of the first 4 rows", named,
      ]),
    Sample(
      "who,said\nHans,'tis true\nO'Neill,yes\nD'Arcy,no\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 4 of the first 4 rows", named,
      ]),
    Sample(
      "name,price\nx;y,\"1,50\"\nz;w,\"2,75\"\n",
      says: [
        "line end: LF", "quote: '\"'", "delimiter: ',', 2 columns in 3 of the first 3 rows", named,
      ]),
    Sample(
      "name;price\nx;1,50\nz;2,75\n", delimiter: ";",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ';', 2 columns in 3 of the first 3 rows", named,
      ]),
    Sample(
      "7,a\n8,b\n", header: false,
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 2 of the first 2 rows",
        "header: no, the first row holds the number 7",
      ]),
    Sample(
      "a,-1.5e\nb,-1.5\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 2 of the first 2 rows", named,
      ]),
    Sample(
      "when,what\n2024-01-02,x\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 2 of the first 2 rows", named,
      ]),
    Sample(
      "text\nonly\none column\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)", "delimiter: none seen, so one column", named,
      ]),
    Sample(
      "sep=;\nid;text\n1;a,b\n", delimiter: ";",
      says: [
        "line end: LF", "quote: '\"' (none seen)", "delimiter: ';', as the line sep= says", named,
      ]),
    Sample(
      "sep=|\rid|text\r1|a\r", delimiter: "|", lineEnd: .carriageReturn,
      says: [
        "line end: CR only", "quote: '\"' (none seen)", "delimiter: '|', as the line sep= says",
        named,
      ]),
    Sample(
      "sep=1,x\na,b\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 2 of the first 2 rows", named,
      ]),
    Sample(
      "a,b\n\n\n1,\"x\ny\"\n",
      says: [
        "line end: LF", "quote: '\"'", "delimiter: ',', 2 columns in 2 of the first 2 rows", named,
      ]),
    Sample(
      "a,b\n1,2\n3\n4,5\n",
      says: [
        "line end: LF", "quote: '\"' (none seen)",
        "delimiter: ',', 2 columns in 3 of the first 4 rows", named,
      ]),
    Sample(
      "",
      says: [
        "line end: LF", "quote: '\"' (none seen)", "delimiter: none seen, so one column",
      ]),
  ]

  @Test("the dialect of a sample is found, and why is told", arguments: samples)
  func finds(_ sample: Sample) {
    let sniffer = CSVSniffer(utf8(sample.text), isWhole: true)
    #expect(sniffer.dialect == sample.dialect)
    #expect(sniffer.evidence == sample.evidence)
  }

  @Test("what the options say is neither sniffed nor explained")
  func given() {
    let options = CSVOptions(
      delimiter: UInt8(ascii: ":"), quote: UInt8(ascii: "'"), lineEnd: .carriageReturn,
      hasHeader: false)
    let sniffer = CSVSniffer(utf8("a,b\n1,2\n"), isWhole: true, options: options)
    #expect(
      sniffer.dialect
        == CSVDialect(
          delimiter: UInt8(ascii: ":"), quote: UInt8(ascii: "'"), lineEnd: .carriageReturn,
          hasHeader: false))
    #expect(sniffer.evidence.isEmpty)
  }

  @Test("the last row of a sample that is cut off does not count")
  func cutRow() {
    let sniffer = CSVSniffer(utf8("a,b\n1,2\n3,4,5,6"), isWhole: false)
    #expect(sniffer.evidence.contains("delimiter: ',', 2 columns in 2 of the first 2 rows"))
  }

  @Test("a quote that is given is no candidate for the delimiter")
  func quoteIsNoDelimiter() {
    let sniffer = CSVSniffer(
      utf8("a|b,c\n|d,e|,f\n"), isWhole: true, options: CSVOptions(quote: UInt8(ascii: "|")))
    #expect(sniffer.dialect.delimiter == UInt8(ascii: ","))
  }
}
