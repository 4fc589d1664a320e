/// Ways in which an oracle can be made wrong so that a law or a differential run can be seen to notice.
///
/// Only faults that cannot be made by wrapping a sound engine are here; the others are ``EngineMutant``s of their own.
enum OracleFault: Hashable, Sendable {
  /// A reader sees what is committed while it reads.
  case readersFollowCommits
  /// Readers see what a transaction has not committed yet.
  case readersSeeUncommitted
  /// Writers do not wait for each other.
  case writersOverlap
  /// A transaction that was cancelled commits all the same.
  case commitsWhenCancelled
  /// A transaction that was interrupted commits what it did before.
  case commitsWhenInterrupted
  /// A scan does not notice that it is interrupted.
  case scansGoOn
  /// A reader or writer goes on working after its closure.
  case transactionsNeverEnd
  /// A transaction does not see what it wrote.
  case writersReadCommitted
  /// Closing does not wait.
  case closesWithoutWaiting
  /// Nulls collide in unique indexes like other values.
  case nullsCollide
  /// An update is not checked against unique indexes.
  case updatesMayRepeat
  /// A deleted parent is found.
  case deletedParentsShow
  /// An integer is rounded to a real before the two are compared.
  case integersCompareRounded
  /// Text is compared and searched by characters, which leaves marks with their letters.
  case textIsCharacters
  /// A difference that leaves 64 bits wraps around.
  case differencesWrap
}
