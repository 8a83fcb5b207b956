import TamisCore

/// What the files of a target's folder are called, and what lies beside the records.
///
/// Both come from the profile's `writer` object: `files` gives the path of any part, as
/// `validation=valid` or `train=train/train` for targets that want a folder for each; `side_file`
/// names a file that describes the others.
public struct TargetFiles: Sendable {
  /// The path of a part's file in the folder, without `.jsonl`, by the name of the part.
  public let names: [String: String]
  /// The path of the file beside the records; `nil` where there is none.
  public let sideFile: String?
  private let settings: WriterSettings

  /// The files of the target with that profile.
  public init(_ profile: Profile) {
    settings = WriterSettings(profile)
    var names: [String: String] = [:]
    for (part, path) in settings.pairs("files") { names[part] = path }
    self.names = names
    let path = settings.text("side_file")
    sideFile = path.isEmpty ? nil : path
  }

  /// What the file beside the records holds, where those are in `files`: paths in the folder.
  public func sideContent(files: [String]) -> [UInt8] {
    guard let sideFile else { return [] }
    return sideFile.hasSuffix("template.json") ? promptTemplate : datasetInfo(files)
  }

  /// JumpStart's template: each name in braces is a field of the rows.
  /// Source: https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-fine-tune.html
  private var promptTemplate: [UInt8] {
    let prompt = settings.text("instruction", or: "instruction")
    let completion = settings.text("output", or: "output")
    return Array(#"{"prompt": "{\#(prompt)}", "completion": "{\#(completion)}"}"#.utf8) + [0x0A]
  }

  /// LLaMA-Factory's list of datasets, an entry for each file by its name.
  /// Source: https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d1/data/README.md
  private func datasetInfo(_ files: [String]) -> [UInt8] {
    let entries = files.map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let stem = name.split(separator: ".").first.map(String.init) ?? name
      return #"  "\#(stem)": {"file_name": "\#(file)", \#(description)}"#
    }
    return Array("{\n\(entries.joined(separator: ",\n"))\n}\n".utf8)
  }

  private var description: String {
    switch settings.layout {
    case "alpaca":
      #""formatting": "alpaca", "columns": {"prompt": "instruction", "query": "input", "#
        + #""response": "output", "system": "system", "history": "history"}"#
    case "sharegpt":
      #""formatting": "sharegpt", "columns": {"messages": "conversations", "#
        + #""system": "system", "tools": "tools"}"#
    default:
      #""formatting": "openai", "columns": {"messages": "messages", "tools": "tools"}, "#
        + #""tags": {"role_tag": "role", "content_tag": "content", "user_tag": "user", "#
        + #""assistant_tag": "assistant", "observation_tag": "tool", "system_tag": "system"}"#
    }
  }
}
