/// The words of selling: what records are filled with beside names.
enum TradeWords {
  static let industries = [
    "technology", "retail", "manufacturing", "healthcare", "finance", "logistics", "construction", "education",
    "energy",
    "food", "media", "insurance", "telecommunications", "public sector",
  ]
  /// How industries are written by mistake.
  static let soiledIndustries = ["technolgy", "Retail", "manufactoring", "health care", "FINANCE", "logistic", "n/a"]
  static let leadSources = ["website", "referral", "trade fair", "cold call", "partner", "webinar", "newsletter"]
  static let jobTitles = [
    "Purchasing manager", "Managing director", "IT manager", "Head of operations", "CFO", "Office manager", "Engineer",
    "Assistant", "CEO", "Owner",
  ]
  static let lossReasons = [
    "price", "no decision", "competitor", "no budget", "missing feature", "timing", "contact left", "duplicate",
  ]
  static let nextSteps = [
    "Call back", "Send offer", "Demo", "Meet the purchaser", "Clear with legal", "Wait for budget", "Site visit",
  ]
  static let regions = ["North", "South", "East", "West", "Coast", "Alps", "Islands", "Overseas"]
  static let emoji = ["🚀", "⭐️", "🌱", "👩‍💻", "🇪🇺"]
}
