import TamisCore

/// The findings that are mended in the file and its lines, by `FixRun` and `LineFixer`, one line each.
/// Those about what is in a record have a `RecordFix`.
enum FileFixes {
  static let all: [(rule: Rule, applicability: Finding.Fix.Applicability)] = [
    /// E001, safe: takes the byte-order mark off.
    (.byteOrderMark, .safe),
    /// E002, safe: puts the byte-order mark at the front.
    (ByteOrderMarkWanted.rule, .safe),
    /// E003, unsafe: leaves the line out. What its bytes mean only their author knows.
    (.invalidUTF8, .unsafe),
    /// E005, safe: writes the file in UTF-8, decoded by its mark or, without one, by its zeros.
    (WrongEncoding.rule, .safe),
    /// E011, safe: ends lines in a line feed alone.
    (CarriageReturns.rule, .safe),
    /// E012, safe: ends lines in a line feed instead of a carriage return.
    (.carriageReturnLines, .safe),
    /// J001, safe: writes each element of the array, or each record that is spread over lines, on a
    /// line of its own.
    (.notJSONLines, .safe),
    /// J002, safe: takes a comma too many out, gives each of several records on a line its own, and
    /// escapes control characters in strings. Unsafe for all other mistakes: leaves the line out.
    (.syntaxError, .safe),
    /// J004, safe: leaves the blank line out.
    (.blankLine, .safe),
    /// J007, unsafe: leaves the line out.
    (.notAnObject, .unsafe),
    /// J008, safe: ends the last line.
    (NoFinalNewline.rule, .safe),
    /// J010, unsafe: leaves the line out.
    (.tooDeep, .unsafe),
    /// D001, unsafe: leaves the record out; the first of its kind stays.
    (.exactDuplicate, .unsafe),
  ]
}
