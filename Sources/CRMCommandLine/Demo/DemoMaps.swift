internal import CRM

/// How the four files become records: decisions about somebody's data, which are data too. Each is the content of a
/// `--map` file.
enum DemoMaps {
  /// `accounts.csv`: revenue stands in millions, a sector is misspelled, a parent may stand below its subsidiary.
  static let accounts = """
    {
      "targets": [{
        "entity": "account",
        "upsert": "name",
        "fields": [
          {"field": "name", "column": "account"},
          {"field": "industry", "column": "sector", "translate": {"technolgy": "technology"}},
          {"field": "annual_revenue", "column": "revenue", "scale": "1000000", "currency": "USD"},
          {"field": "billing_address.country", "column": "office_location"},
          {"field": "parent", "column": "subsidiary_of", "find": {"by": "name"}},
          {"field": "type", "constant": "customer"}
        ]
      }]
    }
    """

  /// `products.csv`.
  static let products = """
    {
      "targets": [{
        "entity": "product",
        "upsert": "code",
        "fields": [
          {"field": "name", "column": "product"},
          {"field": "code", "column": "product"},
          {"field": "family", "column": "series"},
          {"field": "unit_price", "column": "sales_price"}
        ]
      }]
    }
    """

  /// `sales_teams.csv`: a manager is a user as well, found or made by name; both work in the region of the row.
  static let teams = """
    {
      "targets": [
        {
          "entity": "user", "as": "manager", "upsert": "display_name", "unless_empty": ["manager"],
          "keep_existing": true,
          "fields": [
            {"field": "display_name", "column": "manager"},
            {"field": "region", "column": "regional_office"},
            {"field": "title", "constant": "Sales manager"}
          ]
        },
        {
          "entity": "user", "as": "agent", "upsert": "display_name",
          "fields": [
            {"field": "display_name", "column": "sales_agent"},
            {"field": "manager", "target": "manager"},
            {"field": "region", "column": "regional_office"},
            {"field": "title", "constant": "Sales agent"}
          ]
        }
      ]
    }
    """

  /// `sales_pipeline.csv`: the file's own ids find a deal again, so that importing twice changes nothing; a product is
  /// written two ways.
  static let pipeline = """
    {
      "targets": [{
        "entity": "opportunity",
        "external_id": {"system": "sales_pipeline", "column": "opportunity_id"},
        "fields": [
          {"field": "name", "column": "opportunity_id"},
          {"field": "owner", "column": "sales_agent", "find": {"by": "display_name"}},
          {"field": "product", "column": "product", "translate": {"GTXPro": "GTX Pro"}, "find": {"by": "name"}},
          {"field": "account", "column": "account", "find": {"by": "name"}},
          {"field": "stage", "column": "deal_stage", "find": {"by": "name"}},
          {"field": "opened_on", "column": "engage_date"},
          {"field": "close_date", "column": "close_date"},
          {"field": "amount", "column": "close_value"}
        ]
      }]
    }
    """

  /// The stages that `deal_stage` names, which the files do not describe.
  static let stages = """
    {
      "targets": [
        {"entity": "pipeline", "upsert": "name", "fields": [{"field": "name", "column": "pipeline"}]},
        {
          "entity": "pipeline_stage", "upsert": "name",
          "fields": [{"field": "pipeline", "target": "pipeline"}, {"field": "name", "column": "stage"}]
        }
      ]
    }
    """

  /// The file that ``stages`` reads.
  static let stagesFile = """
    pipeline,stage,position,default_probability,forecast_category,is_closed,is_won
    Hardware,Prospecting,1,10,pipeline,no,no
    Hardware,Engaging,2,40,best_case,no,no
    Hardware,Won,3,100,closed,yes,yes
    Hardware,Lost,4,0,omitted,yes,no
    """

  static func map(_ text: String) throws(StoreError) -> ImportMap { try ImportMap(jsonBytes: Array(text.utf8)) }
}
