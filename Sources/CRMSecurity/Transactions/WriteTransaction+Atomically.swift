public import CRMModel
import CRMStorage

extension WriteTransaction {
  /// Runs several writes as one: if `body` throws, all that was written in it is undone and the transaction can go on.
  ///
  /// Every single call of a transaction is like that already; a verb that is made of several calls becomes like that
  /// with this.
  ///
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; errors that are not the library's come as ``CRMErrorKind/internal``.
  @discardableResult public func atomically<T>(_ body: () throws -> T) throws(StoreError) -> T {
    try writer.atomically(body)
  }
}
