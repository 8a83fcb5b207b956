import TamisCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct OutputTests {
  private let folder = TemporaryFolder()

  private static let hasFullDevice = access("/dev/full", W_OK) == 0

  @Test("a file appears when it is finished, and not before")
  func atomic() throws {
    let path = folder("out.jsonl")
    let writer = try AtomicFile(path: path)
    try writer.write(utf8("one\n"))
    #expect(folder.read("out.jsonl") == nil)
    #expect(folder.names == ["out.jsonl.partial.\(getpid())"])
    try writer.write(utf8("two\n"))
    try writer.finish()
    #expect(folder.read("out.jsonl") == utf8("one\ntwo\n"))
    #expect(folder.names == ["out.jsonl"])
    // Too late: what has appeared stays.
    writer.abandon()
    #expect(folder.names == ["out.jsonl"])
  }

  @Test("an old file stays until the new one is complete")
  func replaces() throws {
    folder.write("out", utf8("old"))
    let writer = try AtomicFile(path: folder("out"))
    try writer.write(utf8("new"))
    #expect(folder.read("out") == utf8("old"))
    writer.abandon()
    #expect(folder.read("out") == utf8("old") && folder.names == ["out"])
    let second = try AtomicFile(path: folder("out"))
    try second.write(utf8("new"))
    try second.finish()
    #expect(folder.read("out") == utf8("new") && folder.names == ["out"])
  }

  @Test("what is abandoned or just let go leaves nothing")
  func abandoned() throws {
    var writer: AtomicFile? = try AtomicFile(path: folder("out"))
    try writer?.write(utf8("half"))
    writer?.abandon()
    writer?.abandon()
    #expect(folder.names.isEmpty)
    #expect(throws: OutputError.self) { try writer?.write(utf8("more")) }
    #expect(throws: OutputError.self) { try writer?.finish() }
    writer = try AtomicFile(path: folder("out"))
    try writer?.write(utf8("half"))
    #expect(folder.names.count == 1)
    writer = nil
    #expect(folder.names.isEmpty)
  }

  @Test("a link stays one: the file behind it is replaced")
  func links() throws {
    folder.write("real", utf8("old"))
    #expect(symlink("real", folder("link")) == 0)
    let writer = try AtomicFile(path: folder("link"))
    try writer.write(utf8("new"))
    try writer.finish()
    #expect(folder.read("real") == utf8("new") && folder.read("link") == utf8("new"))
    var target = [CChar](repeating: 0, count: 8)
    #expect(readlink(folder("link"), &target, 8) == 4)
    #expect(folder.names == ["link", "real"])
  }

  @Test("a folder that is missing, or in the way, is an error and leaves nothing")
  func folders() throws {
    let lost = folder("no/such/folder/out")
    #expect(throws: OutputError(path: lost, operation: "create", code: ENOENT)) {
      try AtomicFile(path: lost)
    }
    #expect(throws: OutputError(path: lost, operation: "create", code: ENOENT)) {
      _ = try openOutput(path: lost)
    }
    try makeFolder(folder("taken"))
    let writer = try AtomicFile(path: folder("taken"))
    try writer.write(utf8("x"))
    #expect(throws: OutputError(path: folder("taken"), operation: "rename", code: EISDIR)) {
      try writer.finish()
    }
    #expect(folder.names == ["taken"])
  }

  @Test("folders are made with those above them; a file in the way is an error")
  func makingFolders() throws {
    try makeFolder(folder("a/b/c"))
    try makeFolder(folder("a/b/c/"))
    try makeFolder("")
    #expect(isFolder(folder("a/b/c")))
    folder.write("file", [])
    #expect(throws: OutputError.self) { try makeFolder(folder("file/below")) }
    #expect(!isFolder(folder("file")))
  }

  @Test("a full disk is an error with its number", .enabled(if: Self.hasFullDevice))
  func fullDisk() throws {
    let writer = try SpecialFile(path: "/dev/full")
    let expected = OutputError(path: "/dev/full", operation: "write", code: ENOSPC)
    #expect(throws: expected) { try writer.write(utf8("x")) }
    #expect(!expected.isClosedPipe)
    #expect(expected.description.contains("No space left on device"))
    let opened = try openOutput(path: "/dev/full")
    #expect(throws: expected) { try opened.write(utf8("x")) }
    // What is compressed comes out late: at the end of all.
    let packed = GzipWriter(try SpecialFile(path: "/dev/full"), path: "/dev/full")
    try? packed.write(utf8("x"))
    #expect(throws: expected) { try packed.finish() }
  }

  @Test("a reader that has gone away is a closed pipe, not a failure to tell about")
  func closedPipe() throws {
    signal(SIGPIPE, SIG_IGN)
    let path = folder("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    let writer = try openOutput(path: path)
    try writer.write(utf8("x"))
    close(reader)
    do throws(OutputError) {
      try writer.write(utf8("y"))
      Issue.record("nobody reads, and nobody notices")
    } catch {
      #expect(error.isClosedPipe && error.operation == "write")
    }
    writer.abandon()
    #expect(folder.names == ["pipe"])
  }

  @Test("a device is written as it is; everything else by rename")
  func specialFiles() throws {
    let paths = ["/dev/null", "-", folder("x.jsonl"), folder("x.jsonl.gz")]
    let writers = try paths.map { try openOutput(path: $0) }
    #expect(writers[0] is SpecialFile && writers[1] is StandardOutput)
    #expect(writers[2] is AtomicFile && writers[3] is GzipWriter)
  }

  @Test("the same file is known by whichever name")
  func sameFile() throws {
    let path = folder.write("x", [])
    folder.write("y", [])
    #expect(link(path, folder("hard")) == 0)
    #expect(isSameFile(path, folder("hard")) && isSameFile(path, folder("./x")))
    #expect(!isSameFile(path, folder("y")) && !isSameFile(path, folder("missing")))
  }
}

@Suite struct GzipWriterTests {
  private let folder = TemporaryFolder()

  private func compress(_ bytes: [UInt8], step: Int) throws -> [UInt8] {
    let target = MemoryWriter()
    let writer = GzipWriter(target, path: "x")
    for start in stride(from: 0, to: bytes.count, by: step) {
      try writer.write(Array(bytes[start..<min(start + step, bytes.count)]))
    }
    try writer.finish()
    #expect(target.isFinished)
    return target.bytes
  }

  @Test("what is written comes back, and the same bytes give the same file")
  func roundTrip() throws {
    var random = TestRandom(for: "gzip round trip")
    let noise = (0..<700_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let words = (0..<60_000).flatMap { _ in utf8(random.pick(["flour ", "sieve ", "\n", "tamis "]))
    }
    for bytes in [[], [0x61], noise, words, [UInt8](repeating: 0, count: 2 << 20)] {
      let packed = try compress(bytes, step: .max / 2)
      #expect(packed.starts(with: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]))
      #expect(readAll(GzipReader(MemoryReader(packed), path: "x")) == ReadOutcome(bytes: bytes))
      for step in [1000, 65_536, 262_144] {
        #expect(try compress(bytes, step: step) == packed, "\(bytes.count) bytes by \(step)")
      }
    }
  }

  @Test("a compressed file appears when it is finished, or not at all")
  func files() throws {
    let writer = try openOutput(path: folder("x.jsonl.gz"))
    try writer.write(utf8("{}\n"))
    #expect(folder.read("x.jsonl.gz") == nil)
    try writer.finish()
    #expect(folder.names == ["x.jsonl.gz"])
    #expect(readAll(try Input(path: folder("x.jsonl.gz")).open()).bytes == utf8("{}\n"))
    let second = try openOutput(path: folder("y.gz"))
    try second.write(utf8("{}\n"))
    second.abandon()
    #expect(folder.names == ["x.jsonl.gz"])
  }
}

@Suite struct ByteBufferTests {
  @Test("a buffer holds what was put into it, however it grew, with slack behind")
  func content() {
    var random = TestRandom(for: "byte buffer")
    var buffer = ByteBuffer()
    var model: [UInt8] = []
    for _ in 0..<3000 {
      switch random.below(8) {
      case 0:
        let count = random.below(model.count + 1)
        buffer.truncate(to: count)
        model = Array(model.prefix(count))
      case 1:
        let count = random.below(min(model.count, 50) + 1)
        buffer.removeFirst(count)
        model.removeFirst(count)
      case 2:
        let value = Int(truncatingIfNeeded: random.next()) >> random.below(64)
        buffer.append(decimal: value)
        model += utf8(String(value))
      case 3:
        let room = buffer.reserve(100)
        room.update(repeating: 0x55, count: 100 + ByteBuffer.slack)
        buffer.advance(by: 40)
        model += [UInt8](repeating: 0x55, count: 40)
      case 4:
        buffer.append("static é")
        model += utf8("static é")
      case 5:
        buffer.append(String("é text"))
        model += utf8("é text")
      case 6 where model.count > 5000:
        buffer.removeAll(keepingUpTo: 1000)
        model = []
        #expect(buffer.capacity <= 1000)
      default:
        let bytes = (0..<random.below(300)).map { _ in UInt8(random.below(256)) }
        buffer.append(bytes)
        model += bytes
      }
      #expect(buffer.array == model)
    }
    buffer.terminate()
    #expect(buffer.base[buffer.count] == 0)
    for value in [0, 1, -1, 10, .max, .min] {
      var decimal = ByteBuffer()
      decimal.append(decimal: value)
      #expect(decimal.array == utf8(String(value)))
    }
  }
}
