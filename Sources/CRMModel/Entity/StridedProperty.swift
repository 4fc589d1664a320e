/// One property of every element of an array of structs: where the first lies, and how far the next.
///
/// The library makes it inside a scope that keeps the array in place; it must not be kept. It is the only unsafe memory access of
/// the typed layer: rows are checked against `count`, the property's offset comes from the compiler.
public struct StridedProperty<V> {
  let base: UnsafeMutableRawPointer
  let stride: Int
  /// How many elements there are.
  public let count: Int
  let isWritable: Bool

  init(base: UnsafeMutableRawPointer, stride: Int, count: Int, isWritable: Bool = true) {
    self.base = base
    self.stride = stride
    self.count = count
    self.isWritable = isWritable
  }

  /// The property of one element; out of range it is nobody's, and writing there does nothing, nor does writing to what is only read.
  public subscript(row: Int) -> V {
    get {
      precondition(row >= 0 && row < count, "a row of the array")
      return (base + row &* stride).assumingMemoryBound(to: V.self).pointee
    }
    nonmutating set {
      guard isWritable, row >= 0, row < count else { return }
      (base + row &* stride).assumingMemoryBound(to: V.self).pointee = newValue
    }
  }
}
