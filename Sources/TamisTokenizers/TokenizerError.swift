public import TamisCore

/// Why a tokenizer could not be made, or text not be encoded.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not what it should be. `place` is a line, a byte offset or a JSON Pointer, or empty.
  case malformed(String, place: String)
  /// The file asks for something that Tamis does not do: `construct` names it as the file does.
  case unsupported(construct: String, place: String)
  /// A rank file says nothing about its pattern, and its content is none of the `known` encodings.
  case unknownEncoding(name: String?, known: [String])
  /// Nothing of that name lies in the caches that were searched; `command` gets it.
  case notFound(name: String, searched: [String], command: String)
  /// The tokenizer has no special token of that name.
  case unknownSpecialToken(String)
  /// The reference refuses such text, and so does Tamis; `offset` counts bytes of the text.
  case unencodable(String, offset: Int)
  /// The file could not be read.
  case input(InputError)

  /// One line: what, where, and what to do about it.
  public var description: String {
    func at(_ place: String) -> String { place.isEmpty ? "" : "\(place): " }
    switch self {
    case .malformed(let what, let place):
      return at(place) + what
    case .unsupported(let construct, let place):
      return at(place)
        + "\(construct) is not supported; Tamis would give other ids than the model's"
    case .unknownEncoding(let name, let known):
      let who =
        name.map { "no encoding is named \($0)" }
        ?? "a rank file does not say its pattern, and this one is none that Tamis knows"
      return "\(who); name it with --encoding: \(known.joined(separator: ", "))"
    case .notFound(let name, let searched, let command):
      return "\(name) is no file, and is not in \(searched.joined(separator: " or ")); "
        + "get it with: \(command)"
    case .unknownSpecialToken(let name):
      return "the tokenizer has no special token \(name)"
    case .unencodable(let what, let offset):
      return "byte \(offset): \(what)"
    case .input(let error):
      return error.description
    }
  }
}
