import CRMModel

extension ScopeBinder {
  /// The filter that a condition means. Where something is wrong it is reported, and what is returned means nothing.
  func bind(_ condition: Formula) -> Filter {
    if condition.isTooDeep {
      report(.tooDeep, "a condition may nest \(Formula.deepestNesting) levels")
      return .constant(nil)
    }
    return bindChecked(condition)
  }

  private func bindChecked(_ condition: Formula) -> Filter {
    switch condition {
    case .literal(.boolean(let value)): return .constant(value)
    case .literal(.null): return .constant(nil)
    case .field(let path): return booleanField(path)
    case .and(let all): return .and(all.map(bindChecked))
    case .or(let all): return .or(all.map(bindChecked))
    case .not(let operand): return .not(bindChecked(operand))
    case .isTrue(let operand): return .isTrue(bindChecked(operand))
    case .isNull(let operand): return nullTest(operand)
    case .compare(let comparison, let left, let right): return compare(comparison, left, right)
    case .between(let value, let low, let high):
      return .and([compare(.greaterOrEqual, value, low), compare(.lessOrEqual, value, high)])
    case .isIn(let value, let list): return membership(value, list)
    case .textMatch(let match, let value, let text): return textMatch(match, value, text)
    case .includes(let path, let code): return includes(path, code)
    case .during(let path, let period): return during(path, period)
    case .related(let quantifier, let path, let condition): return related(quantifier, path, condition)
    case .within(let path, let root): return within(path, root)
    case .literal, .now, .today, .count, .distance, .aggregate:
      report(.wrongType, "a condition expected, which is true, false or null")
      return .constant(nil)
    }
  }

  private func booleanField(_ path: FieldPath) -> Filter {
    guard let field = find(path) else { return .constant(nil) }
    guard case .boolean = field.type else {
      report(.wrongType, "a field of type boolean expected", entity: field.entity, field: field.name)
      return .constant(nil)
    }
    return .compare(field.operand, .equal, .literal(.integer(1)))
  }

  private func nullTest(_ operand: Formula) -> Filter {
    switch operand {
    case .field(let path):
      guard let field = find(path) else { return .constant(nil) }
      if field.ends != nil { return .isNull(field.operand) }
      switch field.type {
      case .personName, .address: return .and(field.columns.map { .isNull(.column($0)) })
      default: return .isNull(.column(field.columns[0]))
      }
    case .literal(let value): return .constant(value.isNull)
    case .now, .today, .count, .aggregate: return .constant(false)
    case .distance(let path, _): return nullTest(.field(path))
    default:
      let filter = bindChecked(operand)
      return .not(.or([.isTrue(filter), .isTrue(.not(filter))]))
    }
  }

  private func textMatch(_ match: TextMatch, _ value: Formula, _ text: String) -> Filter {
    guard case .field(let path) = value else {
      report(.wrongType, "a field expected before \(match.rawValue)")
      return .constant(nil)
    }
    guard let field = find(path) else { return .constant(nil) }
    let key = TextKey.folded(text)
    func matches(_ operand: Operand) -> Filter {
      match == .contains ? .contains(operand, key) : .hasPrefix(operand, key)
    }
    switch field.type {
    case .text, .longText, .email, .url, .picklist, .autoNumber: return matches(field.foldedOperand)
    case .phone: return matches(.folded(field.columns[0]))
    case .personName, .address:
      let parts = field.columns.prefix(5)
      let isMissing = Filter.and(parts.map { .isNull(.column($0)) })
      return .or(parts.map { .isTrue(matches(.folded($0))) } + [.and([isMissing, .constant(nil)])])
    default:
      report(.wrongType, "only text can be searched", entity: field.entity, field: field.name)
      return .constant(nil)
    }
  }

  private func includes(_ path: FieldPath, _ code: String) -> Filter {
    guard let field = find(path) else { return .constant(nil) }
    guard case .picklistSet = field.type else {
      report(.wrongType, "a multiple picklist expected before includes", entity: field.entity, field: field.name)
      return .constant(nil)
    }
    return .contains(field.operand, ";\(code);")
  }

  private func during(_ path: FieldPath, _ period: RelativePeriod) -> Filter {
    guard let field = find(path) else { return .constant(nil) }
    do throws(ValueError) {
      let range = try period.resolve(today: context.today, calendar: context.calendar)
      let bounds: (Int64, Int64)
      switch field.type {
      case .date: bounds = (Int64(range.start.daysSinceEpoch), Int64(range.end.daysSinceEpoch))
      case .instant, .zonedDateTime:
        let interval = try context.zones.instants(of: range, in: context.zone)
        bounds = (interval.start.microsecondsSinceEpoch, interval.end.microsecondsSinceEpoch)
      default: throw ValueError(.wrongType, "a date or moment expected before during")
      }
      return .and([
        .compare(field.operand, .greaterOrEqual, .literal(.integer(bounds.0))),
        .compare(field.operand, .less, .literal(.integer(bounds.1))),
      ])
    } catch {
      report(error.code, error.hint, entity: field.entity, field: field.name)
      return .constant(nil)
    }
  }

  private func related(_ quantifier: Quantifier, _ path: RelatedPath, _ condition: Formula?) -> Filter {
    guard let scan = childScan(path, condition, counterexamples: quantifier == .all) else { return .constant(nil) }
    return quantifier == .any ? .exists(scan) : .not(.exists(scan))
  }

  /// The scan of related records; with `counterexamples`, of those for which the condition is not true.
  func childScan(_ path: RelatedPath, _ condition: Formula?, counterexamples: Bool = false) -> ChildScan? {
    let child: EntityLayout
    do throws(StoreError) {
      child = try layout.offeredEntity(path.entity)
    } catch {
      report(error.code, error.message)
      return nil
    }
    guard let field = child.nameableReference(path.reference), let targets = field.type.referenceTargets,
      targets.contains(root.entity.schema.name)
    else {
      let message =
        child.isRetired(path.reference)
        ? child.unknownField(path.reference).message
        : "\(path.entity).\(path.reference) is no reference to \(root.entity.schema.name)"
      report(.unknownField, message, entity: path.entity, field: path.reference)
      return nil
    }
    let binder = ScopeBinder(child, layout: layout, context: context, access: access)
    var filters: [Filter] = [.isNull(.column(ColumnRef(column: SystemField.deletedAt.columnNumber)))]
    if let visible = binder.visible() { filters.append(visible) }
    if let through = path.through {
      guard binder.moveRoot(through: through) else {
        adopt(binder)
        return nil
      }
      filters.append(.not(.isNull(.column(binder.rootID))))
    }
    if let condition {
      let filter = binder.bind(condition)
      filters.append(counterexamples ? .not(.isTrue(filter)) : filter)
    } else if counterexamples {
      filters.append(.constant(false))
    }
    adopt(binder)
    let mark =
      targets.isPolymorphic
      ? EntityMark(column: ColumnRef(column: field.schema.number &+ 1), name: root.entity.schema.name.rawValue) : nil
    return ChildScan(
      sources: binder.sources, reference: ColumnRef(column: field.schema.number), entity: mark, outer: rootID,
      filter: .and(filters))
  }

  private func within(_ path: FieldPath, _ root: AnyRecordID) -> Filter {
    var member = rootID
    var entity = self.root.entity.schema.name
    if !path.words.isEmpty {
      guard let field = find(path) else { return .constant(nil) }
      guard case .reference(.one(let target)) = field.type else {
        report(.wrongType, "a reference to one entity expected", entity: field.entity, field: field.name)
        return .constant(nil)
      }
      member = field.columns[0]
      entity = target
    }
    guard root.entity == entity, let tree = layout.entity(entity) else {
      report(.wrongType, "the root has to be a record of \(entity)")
      return .constant(nil)
    }
    guard let parent = tree.fields.first(where: { $0.type == .reference(.one(entity)) && !$0.schema.isRetired }) else {
      report(.wrongType, "\(entity) has no reference to itself, so its records make no tree", entity: entity)
      return .constant(nil)
    }
    return .within(TreeScan(member: member, table: tree.table, parent: parent.schema.number, root: root.rawValue))
  }
}
