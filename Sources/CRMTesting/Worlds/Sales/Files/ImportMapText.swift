/// The import maps of a world's files: a number, code or address finds a record again, so that importing twice changes
/// nothing. Columns that no rule names have the names of fields.
enum ImportMapText {
  /// A map with the targets that are given.
  static func map(_ targets: String) -> String {
    """
    {
      "dialect": { "encoding": "utf-8", "delimiter": ",", "decimal_sign": ".", "date_order": "ymd" },
      "targets": [
    \(targets)
      ]
    }

    """
  }

  static let users = """
        {
          "entity": "user", "upsert": "email",
          "fields": [{ "field": "manager", "column": "manager", "find": { "by": "email" } }]
        }
    """

  static let stages = """
        { "entity": "pipeline", "upsert": "name", "fields": [{ "field": "name", "column": "pipeline" }] },
        {
          "entity": "pipeline_stage", "upsert": "name",
          "fields": [{ "field": "pipeline", "target": "pipeline" }, { "field": "name", "column": "stage" }]
        }
    """

  static let products = """
        { "entity": "product", "upsert": "code" }
    """

  static let accounts = """
        {
          "entity": "account", "upsert": "number",
          "fields": [
            { "field": "annual_revenue", "column": "annual_revenue", "currency": "USD" },
            { "field": "parent", "column": "parent", "find": { "by": "number" } },
            { "field": "billing_address.street", "column": "street" },
            { "field": "billing_address.city", "column": "city" },
            { "field": "billing_address.region", "column": "region" },
            { "field": "billing_address.postal_code", "column": "postal_code" },
            { "field": "billing_address.country", "column": "country" },
            { "field": "owner", "column": "owner", "find": { "by": "email" } }
          ]
        }
    """

  static let contacts = """
        {
          "entity": "contact", "external_id": { "system": "sales_world", "column": "key" },
          "fields": [
            { "field": "name.salutation", "column": "salutation" },
            { "field": "name.first", "column": "first" },
            { "field": "name.last", "column": "last" },
            { "field": "account", "column": "account", "find": { "by": "number" } },
            { "field": "owner", "column": "owner", "find": { "by": "email" } }
          ]
        }
    """

  static let leads = """
        {
          "entity": "lead", "external_id": { "system": "sales_world", "column": "key" },
          "fields": [
            { "field": "name.first", "column": "first" },
            { "field": "name.last", "column": "last" },
            { "field": "owner", "column": "owner", "find": { "by": "email" } }
          ]
        }
    """

  static let opportunities = """
        {
          "entity": "opportunity", "upsert": "number",
          "fields": [
            { "field": "account", "column": "account", "find": { "by": "number" } },
            { "field": "contact", "column": "contact", "find": { "system": "sales_world" } },
            { "field": "owner", "column": "owner", "find": { "by": "email" } },
            { "field": "product", "column": "product", "find": { "by": "code" } },
            { "field": "stage", "column": "stage", "find": { "by": "name" } }
          ]
        }
    """
}
