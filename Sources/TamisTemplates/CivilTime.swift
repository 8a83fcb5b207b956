/// A date and a time of day, as a calendar on the wall and the clock beside it show them.
///
/// Proleptic Gregorian, years 1 to 9999, with no idea of zones: what the caller calls now is now.
public struct CivilTime: Sendable, Equatable {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to the length of the month.
  public let day: Int
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59.
  public let second: Int
  /// 0 to 999,999.
  public let microsecond: Int

  /// The time with these fields; `nil` where there is no such time.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year), (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second), (0...999_999).contains(microsecond)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// The time in UTC that is `seconds` after 1970-01-01T00:00:00Z; the ends of the calendar where
  /// that lies past them.
  public init(secondsSince1970 seconds: Int) {
    let bounded = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let (days, rest) = bounded.quotientAndFloorRemainder(dividingBy: 86_400)
    let date = Self.date(ofDay: days)
    year = date.year
    month = date.month
    day = date.day
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    microsecond = 0
  }

  /// The time that `text` writes by ISO 8601: `2026-01-02`, `2026-01-02T03:04`,
  /// `2026-01-02T03:04:05.678`, with a space for the T. A zone (`Z`, `+02:00`) is read over: the
  /// fields are taken as they stand. `nil` for anything else.
  public init?(_ text: String) {
    var scan = DigitScan(Array(text.utf8))
    guard let year = scan.number(4), scan.take("-"), let month = scan.number(2), scan.take("-"),
      let day = scan.number(2)
    else { return nil }
    var clock = [0, 0, 0]
    var fraction = 0
    if scan.take("T") || scan.take(" ") || scan.take("t") {
      guard let hour = scan.number(2), scan.take(":"), let minute = scan.number(2) else {
        return nil
      }
      clock = [hour, minute, 0]
      if scan.take(":") {
        guard let second = scan.number(2) else { return nil }
        clock[2] = second
        if scan.take(".") {
          guard let digits = scan.fraction() else { return nil }
          fraction = digits
        }
      }
      guard scan.zone() else { return nil }
    }
    guard scan.isAtEnd else { return nil }
    self.init(
      year: year, month: month, day: day, hour: clock[0], minute: clock[1], second: clock[2],
      microsecond: fraction)
  }
}

extension CivilTime {
  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days from 1970-01-01 to the date, by counting years from March
  /// (https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
  var dayNumber: Int {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.quotientAndFloorRemainder(dividingBy: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The inverse of `dayNumber`.
  static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (number + 719_468).quotientAndFloorRemainder(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  /// 0 for Monday to 6 for Sunday.
  var weekday: Int { (dayNumber + 3).quotientAndFloorRemainder(dividingBy: 7).remainder }

  /// 1 for the first of January.
  var dayOfYear: Int {
    (1..<month).reduce(day) { $0 + Self.days(inMonth: $1, of: year) }
  }
}

extension Int {
  fileprivate func quotientAndFloorRemainder(
    dividingBy divisor: Int
  ) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

/// Reads the pieces of an ISO 8601 time from the front.
private struct DigitScan {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    guard bytes.count - at >= digits else { return nil }
    var value = 0
    for byte in bytes[at..<at + digits] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    at += digits
    return value
  }

  /// Digits behind a point, as microseconds; what is finer is dropped.
  mutating func fraction() -> Int? {
    var value = 0
    var count = 0
    while let digit = number(1) {
      if count < 6 { value = value * 10 + digit }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<max(6, count) { value *= 10 }
    return value
  }

  /// Nothing, `Z`, `+02:00`, `-0330` or `+02`.
  mutating func zone() -> Bool {
    if isAtEnd || take("Z") || take("z") { return true }
    guard take("+") || take("-"), number(2) != nil else { return false }
    if isAtEnd { return true }
    _ = take(":")
    return number(2) != nil
  }
}
