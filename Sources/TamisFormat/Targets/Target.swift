import TamisCore

/// A place that takes data: what is known about it, and how its records are written.
///
/// A new target is a profile in `Targets`, a line in `all`, and a writer where none of those that
/// exist writes its layout.
public struct Target: Sendable {
  public let profile: Profile
  /// Makes what writes the target's records; one for each thread.
  let makeWriter: @Sendable () -> any TargetWriter

  public var name: String { profile.name }

  /// The targets that are known, one line each.
  public static let all: [Target] = [
    Target(embedded: PackageResources.openai_chat_json) { OpenAIChatWriter() }
  ]

  /// The target of that name.
  public static func named(_ name: String) throws(UnknownName) -> Target {
    guard let target = all.first(where: { $0.name == name }) else {
      throw UnknownName(kind: "target", name: name, known: all.map(\.name))
    }
    return target
  }

  private init(
    embedded json: [UInt8], makeWriter: @escaping @Sendable () -> any TargetWriter
  ) {
    do throws(ProfileError) {
      profile = try Profile(json: json)
    } catch {
      preconditionFailure("a profile of the package cannot be read: \(error)")
    }
    self.makeWriter = makeWriter
  }
}
