internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let relationMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.parentIsFound, at: "cells", "reads nulls for parents") { sabotage in
      sabotage.changeBatches { batch, scan in
        var batch = batch
        for (place, column) in scan.columns.enumerated() where column.source > 0 {
          batch.vectors[place] = ColumnVector(nulls: batch.count, kind: batch.vectors[place].kind)
        }
        return batch
      }
    },
    EngineMutant(EngineLaws.missingParentIsNull, at: "ids", "drops rows without a parent") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        var scan = scan
        let found = scan.sources.indices.dropFirst().map {
          Filter.not(.isNull(.column(ColumnRef(source: $0, column: 0))))
        }
        scan.filter = .and(found + (scan.filter.map { [$0] } ?? []))
        try reader.scan(scan, batchSize: batchSize, body)
      }
    },
    EngineMutant(
      EngineLaws.deletedParentIsMissing, at: "filter: true for", "finds deleted parents", .deletedParentsShow),
    EngineMutant(
      EngineLaws.entityMarkDecides, at: "is null: true for", "does not look at the entity",
      rewriting: { rewrite in
        rewrite.sources = { sources in
          sources.map { Source(table: $0.table, link: $0.link.map { Source.Link(id: $0.id) }) }
        }
      }),
    EngineMutant(
      EngineLaws.parentOfParentIsFound, at: "two hops: true for", "looks for a parent's parent at the row",
      rewriting: { rewrite in
        rewrite.sources = { sources in
          sources.map {
            Source(table: $0.table, link: $0.link.map { Source.Link(id: .own($0.id.column), entity: $0.entity) })
          }
        }
      }),
    EngineMutant(
      EngineLaws.childrenExist, at: "with five: true for", "finds children whatever the filter",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .exists(var scan) = filter else { return filter }
          scan.filter = nil
          return .exists(scan)
        }
      }),
    EngineMutant(
      EngineLaws.childrenAreCounted, at: "two counts: true for", "counts children whatever the filter",
      rewriting: { rewrite in
        rewrite.operand = { operand in
          guard case .count(var scan) = operand else { return operand }
          scan.filter = nil
          return .count(scan)
        }
      }),
    EngineMutant(
      EngineLaws.childFilterUsesParents, at: "child's parent: true for", "gives children no parents",
      rewriting: { rewrite in
        rewrite.child = { scan in
          var scan = scan
          scan.sources = Array(scan.sources.prefix(1))
          return scan
        }
      }),
    EngineMutant(
      EngineLaws.childEntityMarkDecides, at: "one child of the entity: true for", "does not look at the entity",
      rewriting: { rewrite in
        rewrite.child = { scan in
          var scan = scan
          scan.entity = nil
          return scan
        }
      }),
    EngineMutant(
      EngineLaws.childrenOfChildren, at: "grandchildren: true for", "forgets the inner scan",
      rewriting: { rewrite in
        rewrite.child = { scan in
          var scan = scan
          if case .exists? = scan.filter { scan.filter = nil }
          return scan
        }
      }),
    EngineMutant(
      EngineLaws.deletedChildrenCount, at: "any: true for", "leaves out deleted children",
      rewriting: { rewrite in
        rewrite.child = { scan in
          var scan = scan
          scan.filter = .and([.isNull(.own(.deletedAt))] + (scan.filter.map { [$0] } ?? []))
          return scan
        }
      }),
    EngineMutant(
      EngineLaws.treeHoldsDescendants, at: "root 1: true for", "looks one step down",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .within(let tree) = filter else { return filter }
          let root = Operand.literal(.integer(tree.root))
          return .or([
            .compare(.column(tree.member), .equal, root), .isTrue(.compare(.own(tree.parent), .equal, root)),
          ])
        }
      }),
    EngineMutant(
      EngineLaws.treesWithCyclesEnd, at: "its own parent: true for", "leaves out rows that are their own parent",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .within(let tree) = filter else { return filter }
          return .and([filter, .not(.isTrue(.compare(.own(tree.parent), .equal, .own(0))))])
        }
      }),
    EngineMutant(
      EngineLaws.missingRootIsARoot, at: "member is the root: true for", "wants members to be rows",
      rewriting: { rewrite in
        rewrite.filter = { filter in
          guard case .within(let tree) = filter else { return filter }
          let row = ChildScan(sources: [Source(table: tree.table)], reference: .own(0), outer: tree.member)
          return .and([filter, .exists(row)])
        }
      }),
  ]
}
