import CRMModel

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is read from its beginning to its end; closed when nobody holds it any more.
final class ImportFile {
  static let chunk = 256 << 10

  let byteCount: Int
  private let descriptor: Int32

  init(_ path: String) throws(StoreError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(.notFound, .inputOutput, "the file cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw StoreError(.invalid, .inputOutput, "a file expected, not a folder")
    }
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The next bytes; nil at the end.
  func next() throws(StoreError) -> [UInt8]? {
    let descriptor = descriptor
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: ImportFile.chunk) { buffer, used in
      repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
      used = max(count, 0)
    }
    if count < 0 {
      throw StoreError(.internal, .inputOutput, "the file cannot be read: \(String(cString: strerror(errno)))")
    }
    return count == 0 ? nil : bytes
  }
}
