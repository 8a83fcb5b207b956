import ArgumentParser
import Tamis
import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the process ends: the only place where errors become exit codes and words.
enum ExitStatus {
  /// Did what was asked.
  case success
  /// Findings at or above the fail level; they have been printed.
  case findings
  /// Usage, unreadable or unwritable files, broken configuration.
  case failure(String)
  /// Help or a version that was asked for.
  case message(String)
  /// An invariant of ours does not hold.
  case bug(String)

  /// Findings at or above the fail level.
  struct FindingsFound: Error {}
  /// An invariant of ours does not hold.
  struct Bug: Error { var message: String }

  init(for error: any Error, of root: any ParsableCommand.Type) {
    switch error {
    case is FindingsFound: self = .findings
    case let error as OutputError where error.isClosedPipe: self = .success
    case let error as OutputError: self = .failure(error.description)
    case let error as InputError: self = .failure(error.description)
    case let error as UsageError: self = .failure(error.description)
    case let error as RecipeError: self = .failure(error.description)
    case let error as Bug: self = .bug(error.message)
    default:
      let text = root.fullMessage(for: error)
      self = root.exitCode(for: error) == .success ? .message(text) : .failure(text)
    }
  }

  /// Says what there is to say and ends the process.
  func end() -> Never {
    switch self {
    case .success: exit(0)
    case .findings: exit(1)
    case .message(let text):
      print(text)
      exit(0)
    case .failure(let text):
      let prefix = text.hasPrefix("Error:") || text.hasPrefix("error:") ? "" : "error: "
      Console.say(prefix + text)
      exit(2)
    case .bug(let text):
      Console.say(
        "internal error: \(text)\nThis is a bug of tamis \(TamisVersion.current); please report it."
      )
      exit(3)
    }
  }
}
