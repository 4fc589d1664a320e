/// Which of two instants is meant when the clocks go back and show a time twice.
public enum OverlapPolicy: Hashable, Sendable, CaseIterable {
  /// The first of the two, before the clocks go back.
  case earlier
  /// The second of the two, after the clocks have gone back.
  case later
}

/// The instants at which the clocks of a zone show a local time; there are one, none or two.
public enum LocalTimeResolution: Hashable, Sendable {
  /// The time is shown once.
  case unique(Instant)
  /// The clocks go forward over the time.
  ///
  /// `moved` is the instant that shows the time moved forward by the length of the gap; `transition` is the first
  /// instant after the gap.
  case skipped(moved: Instant, transition: Instant)
  /// The clocks go back and show the time twice.
  case repeated(earlier: Instant, later: Instant)
}
