import TamisCore

/// `strftime_now`.
extension Machine {
  func time(_ format: Value) throws(Halt) -> Value {
    guard format.isString else {
      throw fail(.type, "strftime() argument 1 must be str, not \(typeName(format))")
    }
    guard let now else {
      throw fail(.input, "the template asks for the time by strftime_now, and none was given")
    }
    let text = format.bytes
    return try makeString { () throws(Halt) in
      var at = 0
      while at < text.count {
        let byte = text[at]
        at += 1
        guard byte == UInt8(ascii: "%"), at < text.count else {
          self.output.append(byte)
          continue
        }
        // glibc's flags: no padding, spaces, zeros, upper case, swapped case.
        var flag: UInt8?
        if Bytes("-_0^#").contains(text[at]), at + 1 < text.count {
          flag = text[at]
          at += 1
        }
        let directive = text[at]
        at += 1
        guard let piece = now.formatted(directive) else {
          throw self.fail(
            .unsupported,
            "the directive '%\(UnicodeScalar(directive))' of strftime_now is not supported")
        }
        self.output.append(Self.flagged(piece, flag))
        try self.checkOutput()
      }
    }
  }

  private static func flagged(_ piece: String, _ flag: UInt8?) -> String {
    switch flag {
    case UInt8(ascii: "^"): return piece.uppercased()
    case UInt8(ascii: "#"):
      return piece == piece.uppercased() ? piece.lowercased() : piece.uppercased()
    case UInt8(ascii: "-"), UInt8(ascii: "_"):
      let digits = piece.drop { $0 == "0" || $0 == " " }
      guard piece.allSatisfy({ $0.isNumber || $0 == " " }) else { return piece }
      let kept = digits.isEmpty ? "0" : String(digits)
      return flag == UInt8(ascii: "-")
        ? kept : String(repeating: " ", count: piece.count - kept.count) + kept
    default: return piece
    }
  }
}

extension CivilTime {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// What `%` and `directive` stand for, by C's rules in the C locale; `nil` for an unknown one.
  ///
  /// The time has no zone, so that `%z` and `%Z` are empty, as they are for Python's local times.
  func formatted(_ directive: UInt8) -> String? {
    func padded(_ number: Int, _ width: Int = 2, _ filler: String = "0") -> String {
      let digits = String(number)
      return String(repeating: filler, count: max(0, width - digits.count)) + digits
    }
    func combined(_ directives: String) -> String {
      var text = ""
      for byte in directives.utf8 {
        let isDirective = (byte | 0x20) &- UInt8(ascii: "a") < 26
        text += isDirective ? formatted(byte) ?? "" : String(UnicodeScalar(byte))
      }
      return text
    }
    let hour12 = hour % 12 == 0 ? 12 : hour % 12
    switch UnicodeScalar(directive) {
    case "a": return String(Self.weekdays[weekday].prefix(3))
    case "A": return Self.weekdays[weekday]
    case "b", "h": return String(Self.months[month - 1].prefix(3))
    case "B": return Self.months[month - 1]
    case "c": return combined("a b e T Y")
    case "C": return padded(year / 100)
    case "d": return padded(day)
    case "D", "x": return combined("m/d/y")
    case "e": return padded(day, 2, " ")
    case "f": return padded(microsecond, 6)
    case "F": return combined("Y-m-d")
    case "g": return padded(isoWeek.year % 100)
    case "G": return String(isoWeek.year)
    case "H": return padded(hour)
    case "I": return padded(hour12)
    case "j": return padded(dayOfYear, 3)
    case "k": return padded(hour, 2, " ")
    case "l": return padded(hour12, 2, " ")
    case "m": return padded(month)
    case "M": return padded(minute)
    case "n": return "\n"
    case "p": return hour < 12 ? "AM" : "PM"
    case "P": return hour < 12 ? "am" : "pm"
    case "r": return combined("I:M:S p")
    case "R": return combined("H:M")
    case "s": return String(dayNumber * 86_400 + hour * 3600 + minute * 60 + second)
    case "S": return padded(second)
    case "t": return "\t"
    case "T", "X": return combined("H:M:S")
    case "u": return String(weekday + 1)
    case "U": return padded((dayOfYear + 6 - (weekday + 1) % 7) / 7)
    case "V": return padded(isoWeek.week)
    case "w": return String((weekday + 1) % 7)
    case "W": return padded((dayOfYear + 6 - weekday) / 7)
    case "y": return padded(year % 100)
    case "Y": return String(year)
    case "z", "Z": return ""
    case "%": return "%"
    default: return nil
    }
  }

  /// The year and week of ISO 8601: a week belongs to the year of its Thursday.
  private var isoWeek: (year: Int, week: Int) {
    let week = (dayOfYear - 1 - weekday + 10) / 7
    func weeks(in year: Int) -> Int {
      func lastWeekday(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
      return lastWeekday(year) == 4 || lastWeekday(year - 1) == 3 ? 53 : 52
    }
    if week < 1 { return (year - 1, weeks(in: year - 1)) }
    return week > weeks(in: year) ? (year + 1, 1) : (year, week)
  }
}
