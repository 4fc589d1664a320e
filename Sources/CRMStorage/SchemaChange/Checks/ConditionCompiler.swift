package import CRMModel

/// Turns the condition of a rule or index into a filter over the entity's own columns, or says all that is wrong with
/// it.
package typealias ConditionCompiler = (Formula, EntityName, StoreLayout) throws(StoreError) -> Filter
