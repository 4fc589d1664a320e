@_exported public import CRMAnalytics
@_exported public import CRMModel
@_exported public import CRMSQLite
@_exported public import CRMSales
@_exported public import CRMSecurity
@_exported public import CRMService
@_exported public import CRMStorage
