extension PeerCase {
  /// Work that finds some deals.
  static let lists: [PeerCase] = [listView, nextPage, parentCondition, childCondition, prefixSearch]

  /// The 50 latest won deals: filter on an indexed reference, order by an indexed date, as structs.
  private static let listView = PeerCase("list_view", repetitions: 20) { contender, _ in
    try await contender.listView()
  }

  /// The ten pages that follow, each read on its own. Ours: by cursor; the others: behind the last row's date and id.
  private static let nextPage = PeerCase(
    "next_page", repetitions: 5, prepare: { contender, _ in try await contender.turnToFirstPage() }
  ) {
    contender, _ in try await contender.nextPages()
  }

  /// Count and sum of the deals whose account is of the most frequent industry.
  private static let parentCondition = PeerCase("parent_condition", isBrief: true) { contender, _ in
    try await contender.parentCondition()
  }

  /// How many accounts have a deal in negotiation of at least 50,000, and how many people work there.
  private static let childCondition = PeerCase("child_condition", isBrief: true) { contender, _ in
    try await contender.childCondition()
  }

  /// All deals whose name begins with a word, whatever its case, as structs.
  private static let prefixSearch = PeerCase("prefix_search") { contender, _ in try await contender.prefixSearch() }
}
