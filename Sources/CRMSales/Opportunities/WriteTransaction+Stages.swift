public import CRMModel
public import CRMSecurity

extension WriteTransaction {
  /// Adds a deal at a moment, and returns it as it is stored.
  ///
  /// It is an insert, and what is not given is filled in: the probability from the stage, the opening day from `moment`.
  ///
  /// - Parameter moment: When it entered the stage; nil means now.
  /// - Throws: Everything that is wrong with the deal; nothing is kept then.
  @discardableResult
  public func open(_ opportunity: Opportunity, at moment: Instant? = nil) throws(StoreError) -> Opportunity {
    var deal = opportunity
    // A stage that is not there is one of the violations that the insert tells.
    let stage = try self.stage(of: deal)
    deal.probability = deal.probability ?? stage?.defaultProbability
    if deal.openedOn == nil { deal.openedOn = try day(of: moment ?? now) }
    if stage?.isClosed == true, let moment { try close(&deal, at: moment) }
    return try atomically {
      let stored = try insert(deal)
      if let moment { try dateLastTurn(of: stored.id, at: moment) }
      return stored
    }
  }

  /// Moves a deal to another stage and returns it as it is stored now; a deal that is there already is left alone.
  ///
  /// It is an update of the stage, with what goes with it: the probability becomes the new stage's default if it was the
  /// old stage's default or missing; one that somebody chose stays. The deal's own forecast category is cleared if it is
  /// that of the old stage, and always when the new stage is closed, so that a won deal counts as closed and a lost one
  /// not at all; any other stays. The new stage may belong to another pipeline. ``MoveStage`` is the same as a command.
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
    let old = try self.stage(of: deal)
    if deal.probability == nil || deal.probability == old?.defaultProbability {
      deal.probability = target.defaultProbability
    }
    if target.isClosed || deal.forecastCategory == old?.forecastCategory { deal.forecastCategory = nil }
    deal.stage = target.id
    if target.isClosed, let moment { try close(&deal, at: moment) }
    let moved = deal
    return try atomically {
      let stored = try update(moved)
      if let moment { try dateLastTurn(of: id, at: moment) }
      return stored
    }
  }

  private func stage(of deal: Opportunity) throws(StoreError) -> PipelineStage? {
    guard let id = deal.stage else { return nil }
    return try fetch(id)
  }

  private func close(_ deal: inout Opportunity, at moment: Instant) throws(StoreError) {
    deal.closedAt = moment
    deal.closeDate = try day(of: moment)
  }

  /// Lets the stay that goes on begin at a moment, and the one that it follows end there.
  private func dateLastTurn(of id: Opportunity.ID, at moment: Instant) throws {
    let history = try fetch(StageInterval.history(of: id))
    guard var last = history.last, let stay = last.stay, stay.start != moment else { return }
    var changed: [StageInterval] = []
    if var previous = history.dropLast().last, let before = previous.stay, before.end == stay.start {
      previous.stay = try InstantInterval(from: before.start, to: moment)
      changed.append(previous)
    }
    last.stay = try InstantInterval(from: moment, to: stay.end)
    try update(changed + [last])
  }
}

extension ErrorCode {
  /// The stage is no longer used.
  public static let stageInactive = ErrorCode("stage_inactive")
}
