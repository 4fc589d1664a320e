internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let filterMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.notIsKleenes, at: "not", "takes the opposite of null for true",
      rewriting: { rewrite in
        rewrite.filter = { if case .not(let inner) = $0 { .not(.isTrue(inner)) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.andIsKleenes, at: "and: false for", "takes null in a conjunction for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .and(let parts) = $0 { .and(parts.map { .isTrue($0) }) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.andIsKleenes, at: "and: false for", "lets null win over false",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .and(let parts) = filter else { return filter }
          // Null if any part is: no part may be neither true nor its opposite true.
          let known = parts.map { Filter.or([.isTrue($0), .isTrue(.not($0))]) }
          return .or([.and(known + parts), .and([.constant(nil), .not(.and(known))])])
        }
      }),
    EngineMutant(
      EngineLaws.orIsKleenes, at: "or: false for", "takes null in a disjunction for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .or(let parts) = $0 { .or(parts.map { .isTrue($0) }) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.isTrueIsTwoValued, at: "is true: false for", "gives null whether null is true",
      rewriting: { rewrite in
        rewrite.filter = { if case .isTrue(let inner) = $0 { inner } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.constantsHold, at: "null: false for", "takes the constant null for false",
      rewriting: { rewrite in
        rewrite.filter = { $0 == .constant(nil) ? .constant(false) : $0 }
      }),
    EngineMutant(EngineLaws.onlyTrueKeeps, at: "count", "counts rows where the filter is null") { sabotage in
      sabotage.count = { sources, filter, limit, reader in
        try reader.count(sources, filter.map { .not(.isTrue(.not($0))) }, limit: limit)
      }
    },
    EngineMutant(
      EngineLaws.nullComparesToNull, at: "!= null: true for", "finds null different from values",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(let first, .notEqual, let second) = filter else { return filter }
          return .not(.isTrue(.compare(first, .equal, second)))
        }
      }),
    EngineMutant(
      EngineLaws.wholesCompare, at: "< -9223372036854775808: true for", "takes equal for less",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(let first, .less, let second) = filter else { return filter }
          return .compare(first, .lessOrEqual, second)
        }
      }),
    EngineMutant(
      EngineLaws.realsCompare, at: "= 0.1: true for", "compares with 32 bits",
      rewriting: { rewrite in
        rewrite.operand = { operand in
          guard case .literal(.real(let value)) = operand else { return operand }
          return .literal(.real(Double(Float(value))))
        }
      }),
    EngineMutant(
      EngineLaws.wholesCompareToReals, at: "= 9007199254740992.0: true for", "rounds whole numbers to reals",
      .integersCompareRounded),
    EngineMutant(
      EngineLaws.textComparesByBytes, at: "= A: true for", "compares folded keys",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .compare(.column(let column), let comparison, .literal(.text(let text))) = filter else {
            return filter
          }
          return .compare(.folded(column), comparison, .literal(.text(TextKey.folded(text))))
        }
      }),
    EngineMutant(
      EngineLaws.isNullIsTwoValued, at: "whole: true for", "gives null whether null is null",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .isNull(let operand) = filter else { return filter }
          return .and([filter, .compare(operand, .equal, operand)])
        }
      }),
    EngineMutant(
      EngineLaws.isInFindsConstants, at: "among none: false for", "takes null among none for false",
      rewriting: { rewrite in
        rewrite.filter = { if case .isIn(_, let scalars) = $0, scalars.isEmpty { .constant(false) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.isInFindsConstants, at: "wholes: true for", "passes over the first constant",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .isIn(let operand, let scalars) = filter else { return filter }
          return .isIn(operand, Array(scalars.dropFirst()))
        }
      }),
    EngineMutant(EngineLaws.containsBytes, at: "contains \"q\": true for", "searches characters", .textIsCharacters),
    EngineMutant(
      EngineLaws.containsBytes, at: "contains \"a\": true for", "searches folded keys",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .contains(.column(let column), let part) = filter else { return filter }
          return .contains(.folded(column), TextKey.folded(part))
        }
      }),
    EngineMutant(
      EngineLaws.beginsWithBytes, at: "begins with \"q\": true for", "searches characters", .textIsCharacters),
    EngineMutant(
      EngineLaws.beginsWithBytes, at: "begins with \"a\": true for", "searches everywhere",
      rewriting: { rewrite in
        rewrite.filter = { if case .hasPrefix(let operand, let part) = $0 { .contains(operand, part) } else { $0 } }
      }),
    EngineMutant(
      EngineLaws.foldedIsTheKey, at: "equals ecole: true for", "does not fold",
      rewriting: { rewrite in
        rewrite.operand = { if case .folded(let column) = $0 { .column(column) } else { $0 } }
      }),
    EngineMutant(EngineLaws.differenceOverflowIsNull, at: "is null: true for", "wraps around", .differencesWrap),
    EngineMutant(
      EngineLaws.distanceIsInMetres, at: "not further than row 1: true for", "takes latitude for longitude",
      rewriting: { rewrite in
        rewrite.operand = { operand in
          guard case .distance(let latitude, let longitude, let point) = operand else { return operand }
          return .distance(latitude: longitude, longitude: latitude, point)
        }
      }),
  ]
}
