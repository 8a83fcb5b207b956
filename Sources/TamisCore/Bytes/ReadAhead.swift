/// Reads another reader on a thread of its own, a few blocks ahead of the caller.
///
/// Put it above a decompressor: inflating then overlaps with what happens to the bytes afterwards.
/// Memory: `depth` blocks of 512 KiB.
public final class ReadAhead: ByteReader {
  private static let blockSize = 512 << 10

  private let shared: Monitor<Shared>
  private let thread: WorkerThread
  private var current: Block?
  private var position = 0

  /// Starts to read `source` at once, never more than `depth` blocks ahead. The source belongs to the
  /// thread from here on: the caller leaves it alone.
  public init(_ source: any ByteReader, depth: Int = 4) {
    let shared = Monitor(Shared(free: (0..<depth).map { _ in Block(capacity: Self.blockSize) }))
    self.shared = shared
    let producer = Producer(source: source)
    thread = WorkerThread { producer.run(shared) }
  }

  deinit {
    shared.update { $0.stopped = true }
    thread.join()
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if current == nil {
      let next: Result<Block?, InputError> = shared.wait { state in
        if !state.full.isEmpty { return .success(state.full.removeFirst()) }
        if let failure = state.failure { return .failure(failure) }
        return state.ended ? .success(nil) : nil
      }
      guard let block = try next.get() else { return 0 }
      current = block
      position = 0
    }
    guard let block = current else { return 0 }
    let size = min(buffer.count, block.count - position)
    buffer.copyMemory(
      from: UnsafeRawBufferPointer(rebasing: block.content[position..<position + size]))
    position += size
    if position == block.count {
      shared.update { $0.free.append(block) }
      current = nil
    }
    return size
  }

  private struct Shared {
    var free: [Block]
    var full: [Block] = []
    var failure: InputError?
    var ended = false
    var stopped = false
  }

  /// A block of bytes, owned by one side of the hand-over at a time.
  private final class Block: @unchecked Sendable {
    // Safety: whoever took the block out of the monitor's lists is the only one to touch it.
    let space: UnsafeMutableRawBufferPointer
    var count = 0
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(space) }

    init(capacity: Int) { space = .allocate(byteCount: capacity, alignment: 64) }
    deinit { space.deallocate() }
  }

  /// The far side: owns the source from the start of the thread to its end.
  private final class Producer: @unchecked Sendable {
    // Safety: `source` was sent here and is used by the thread alone.
    private let source: any ByteReader
    init(source: any ByteReader) { self.source = source }

    func run(_ shared: Monitor<Shared>) {
      while true {
        let free: Block?? = shared.wait { state in
          if state.stopped { return .some(nil) }
          return state.free.popLast().map { .some($0) }
        }
        guard let next = free, let block = next else { return }
        do throws(InputError) {
          block.count = try source.read(into: block.space)
        } catch {
          shared.update { $0.failure = error }
          return
        }
        let ended = block.count == 0
        shared.update { state in
          if ended { state.ended = true } else { state.full.append(block) }
        }
        if ended { return }
      }
    }
  }
}
