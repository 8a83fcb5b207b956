/// Reads any bytes as gzip; `FuzzChecks.gzip` says what must hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ input: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safety: libFuzzer gives `count` bytes that last as long as the call.
  let bytes = Array(UnsafeBufferPointer(start: input, count: count))
  if let failure = FuzzChecks.gzip(bytes) { fatalError(failure) }
  return 0
}
