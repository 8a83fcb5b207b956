public import TamisTemplates

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The date and the time of day here and now, for templates that write them.
public func currentCivilTime() -> CivilTime? {
  var seconds = time(nil)
  var parts = tm()
  guard localtime_r(&seconds, &parts) != nil else { return nil }
  return CivilTime(
    year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
    hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: min(Int(parts.tm_sec), 59))
}
