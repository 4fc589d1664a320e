import CRMCommandLine
import DrivingSchool

await CRMTool.main(modules: CRMTool.standardModules + [DrivingSchool()])
