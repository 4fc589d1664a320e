internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let filterMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.notIsKleenes, "takes the opposite of null for true",
      rewriting: { rewrite in
        rewrite.filter = { if case .not(let inner) = $0 { .not(.isTrue(inner)) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.andIsKleenes, "takes null in a conjunction for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .and(let parts) = $0 { .and(parts.map { .isTrue($0) }) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.andIsKleenes, "lets null win over false",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .and(let parts) = filter else { return filter }
          // Null if any part is: no part may be neither true nor its opposite true.
          let known = parts.map { Filter.or([.isTrue($0), .isTrue(.not($0))]) }
          return .or([.and(known + parts), .and([.constant(nil), .not(.and(known))])])
        }
      }),
    EngineMutant(
      EngineLaws.orIsKleenes, "takes null in a disjunction for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .or(let parts) = $0 { .or(parts.map { .isTrue($0) }) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.isTrueIsTwoValued, "gives null whether null is true",
      rewriting: { rewrite in
        rewrite.filter = { if case .isTrue(let inner) = $0 { inner } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.constantsHold, "takes the constant null for false",
      rewriting: { rewrite in
        rewrite.filter = { $0 == .constant(nil) ? .constant(false) : $0 }
      }),
    EngineMutant(EngineLaws.onlyTrueKeeps, "counts rows where the filter is null") { sabotage in
      sabotage.count = { sources, filter, limit, reader in
        try reader.count(sources, filter.map { .not(.isTrue(.not($0))) }, limit: limit)
      }
    },
    EngineMutant(
      EngineLaws.nullComparesToNull, "finds null different from values",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(let first, .notEqual, let second) = filter else { return filter }
          return .not(.isTrue(.compare(first, .equal, second)))
        }
      }),
    EngineMutant(
      EngineLaws.wholesCompare, "takes equal for less",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(let first, .less, let second) = filter else { return filter }
          return .compare(first, .lessOrEqual, second)
        }
      }),
    EngineMutant(
      EngineLaws.realsCompare, "compares with 32 bits",
      rewriting: { rewrite in
        rewrite.operand = { operand in
          guard case .literal(.real(let value)) = operand else { return operand }
          return .literal(.real(Double(Float(value))))
        }
      }),
    EngineMutant(EngineLaws.wholesCompareToReals, "rounds whole numbers to reals", .integersCompareRounded),
    EngineMutant(
      EngineLaws.textComparesByBytes, "compares folded keys",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(.column(let column), let comparison, .literal(.text(let text))) = filter else {
            return filter
          }
          return .compare(.folded(column), comparison, .literal(.text(TextKey.folded(text))))
        }
      }),
    EngineMutant(
      EngineLaws.isNullIsTwoValued, "gives null whether null is null",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .isNull(let operand) = filter else { return filter }
          return .and([filter, .compare(operand, .equal, operand)])
        }
      }),
    EngineMutant(
      EngineLaws.isInFindsConstants, "takes null among none for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .isIn(_, let scalars) = $0, scalars.isEmpty { .constant(false) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.isInFindsConstants, "passes over the first constant",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .isIn(let operand, let scalars) = filter else { return filter }
          return .isIn(operand, Array(scalars.dropFirst()))
        }
      }),
    EngineMutant(EngineLaws.containsBytes, "searches characters", .textIsCharacters),
    EngineMutant(
      EngineLaws.containsBytes, "searches folded keys",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .contains(.column(let column), let part) = filter else { return filter }
          return .contains(.folded(column), TextKey.folded(part))
        }
      }),
    EngineMutant(EngineLaws.beginsWithBytes, "searches characters", .textIsCharacters),
    EngineMutant(
      EngineLaws.beginsWithBytes, "searches everywhere",
      rewriting: { rewrite in
        rewrite.filter = { if case .hasPrefix(let operand, let part) = $0 { .contains(operand, part) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.foldedIsTheKey, "does not fold",
      rewriting: { rewrite in
        rewrite.operand = { if case .folded(let column) = $0 { .column(column) } else { $0 } }
      }),
    EngineMutant(EngineLaws.differenceOverflowIsNull, "wraps around", .differencesWrap),
    EngineMutant(
      EngineLaws.distanceIsInMetres, "takes latitude for longitude",
      rewriting: { rewrite in
        rewrite.operand = { operand in
          guard case .distance(let latitude, let longitude, let point) = operand else { return operand }
          return .distance(latitude: longitude, longitude: latitude, point)
        }
      }),
  ]
}
