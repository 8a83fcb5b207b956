import CTamisKernels

/// How many bytes at the start of `text` are well-formed UTF-8: all of them, or up to the first byte
/// of the first bad sequence.
///
/// Runs at memory speed on machines with AVX2; surrogates, overlong forms and values past U+10FFFF are
/// refused, as the Unicode standard, table 3-7, has it.
public func validUTF8Prefix(_ text: UnsafeRawBufferPointer) -> Int {
  guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
  return tamis_utf8_valid_prefix(base, text.count)
}
