public import CRMModel
public import CRMSecurity

extension WriteTransaction {
  /// Adds a deal together with its first stay in a stage, and returns it as it is stored.
  ///
  /// What is not given is filled in: the probability from the stage, the opening day from `moment`, and for a stage
  /// that is closed the moment and day of closing.
  ///
  /// - Parameter moment: When it entered the stage; nil means now.
  /// - Throws: Everything that is wrong with the deal; nothing is kept then.
  @discardableResult
  public func open(_ opportunity: Opportunity, at moment: Instant? = nil) throws(StoreError) -> Opportunity {
    // A stage that is missing is one of the violations that the insert tells.
    guard let stage = try fetch(opportunity.stage) else { return try insert(opportunity) }
    let moment = moment ?? now
    let day = try day(of: moment)
    var deal = opportunity
    deal.probability = deal.probability ?? stage.defaultProbability
    deal.openedOn = deal.openedOn ?? day
    if stage.isClosed {
      deal.closedAt = deal.closedAt ?? moment
      deal.closeDate = deal.closeDate ?? day
    }
    return try atomically {
      let stored = try insert(deal)
      try enter(stage.id, stored, at: moment)
      return stored
    }
  }

  /// Moves a deal to another stage and returns it as it is stored now; a deal that is there already is left alone.
  ///
  /// Its stay in the old stage ends and one in the new stage begins. The probability becomes the new stage's default if
  /// it was the old stage's default or missing; one that somebody chose stays. Into a closed stage, the moment and day
  /// of closing are set, and the day replaces the day that was expected; out of one, the moment is cleared. A deal that
  /// was added without ``open(_:at:)`` gets a stay in the old stage since its insert. The new stage may belong to
  /// another pipeline.
  ///
  /// - Parameter moment: When it moved; nil means now.
  /// - Throws: ``ErrorCode/recordNotFound`` if deal or stage are not there, ``ErrorCode/stageInactive`` for a stage
  ///   that is no longer used, `ends_before_start` if `moment` lies before the stay that would end. Nothing has changed
  ///   then.
  @discardableResult
  public func move(
    _ id: Opportunity.ID, to stage: PipelineStage.ID, at moment: Instant? = nil
  ) throws(StoreError) -> Opportunity {
    var deal = try find(id)
    if deal.stage == stage { return deal }
    let target = try find(stage)
    guard target.isActive else {
      let violation = Violation(
        .stageInactive, "the stage is no longer used; choose an active one", entity: Opportunity.name, field: "stage",
        record: id.erased)
      throw StoreError(.invalid, .stageInactive, violation.description, violations: [violation])
    }
    let moment = moment ?? now
    let standard = try fetch(deal.stage)?.defaultProbability
    let isAutomatic = deal.probability == nil || deal.probability == standard
    return try atomically {
      try leave(deal, at: moment)
      deal.stage = target.id
      if isAutomatic { deal.probability = target.defaultProbability }
      deal.closedAt = target.isClosed ? moment : nil
      if target.isClosed { deal.closeDate = try day(of: moment) }
      let stored = try update(deal)
      try enter(target.id, stored, at: moment)
      return stored
    }
  }

  private func enter(_ stage: PipelineStage.ID, _ deal: Opportunity, at moment: Instant) throws {
    let stay = try InstantInterval(from: moment, to: .maximum)
    try insert(
      StageInterval {
        $0.opportunity = deal.id
        $0.stage = stage
        $0.stay = stay
        $0.amount = deal.amount
      })
  }

  private func leave(_ deal: Opportunity, at moment: Instant) throws {
    if var current = try first(StageInterval.current(of: deal.id)), let stay = current.stay {
      current.stay = try InstantInterval(from: stay.start, to: moment)
      try update(current)
    } else if let start = deal.record.createdAt, start < moment {
      let stay = try InstantInterval(from: start, to: moment)
      try insert(
        StageInterval {
          $0.opportunity = deal.id
          $0.stage = deal.stage
          $0.stay = stay
          $0.amount = deal.amount
        })
    }
  }
}

extension ErrorCode {
  /// The stage is no longer used.
  public static let stageInactive = ErrorCode("stage_inactive")
}
