import CRMCommandLine

// A vertical's tool is this line with its own modules added.
await CRMTool.main(modules: CRMTool.standardModules)
