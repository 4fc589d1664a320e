public import CRMModel

/// A column of a cumulative forecast: the categories that are at least as certain, added up.
///
/// | column | categories |
/// | --- | --- |
/// | closed only | closed |
/// | commit | closed, commit |
/// | most likely | closed, commit, most likely |
/// | best case | closed, commit, most likely, best case |
/// | open pipeline | pipeline, best case, most likely, commit: what is open, so without closed |
///
/// Omitted records are in none. The columns are those of Salesforce's cumulative forecast roll-ups.
public enum ForecastColumn: String, Hashable, Sendable, CaseIterable {
  /// What is won.
  case closedOnly = "closed_only"
  /// What is won or promised.
  case commit
  /// The same, with what is more likely than not.
  case mostLikely = "most_likely"
  /// The same, with what is counted on if all goes well.
  case bestCase = "best_case"
  /// Everything open.
  case openPipeline = "open_pipeline"

  /// The categories that are added up.
  public var categories: [ForecastCategory] {
    switch self {
    case .closedOnly: [.closed]
    case .commit: [.closed, .commit]
    case .mostLikely: [.closed, .commit, .mostLikely]
    case .bestCase: [.closed, .commit, .mostLikely, .bestCase]
    case .openPipeline: [.pipeline, .bestCase, .mostLikely, .commit]
    }
  }
}
