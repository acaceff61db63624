; What a person double-clicks in the portable folder. It names the folder `data` beside it as
; the place of all drills and settings, and starts Python's own windowed program.

Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
Name "DrillPlanner"
OutFile "${OUT}"
Icon "resources\icons\drillplanner.ico"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 ProductName "DrillPlanner"
VIAddVersionKey /LANG=0 FileDescription "DrillPlanner 校园应急演练"
VIAddVersionKey /LANG=0 FileVersion "${VERSION}"
VIAddVersionKey /LANG=0 LegalCopyright "MIT"

!include FileFunc.nsh

Section
  ${GetParameters} $0
  System::Call 'kernel32::SetEnvironmentVariable(t "DRILLPLANNER_HOME", t "$EXEDIR\data")'
  Exec '"$EXEDIR\program\pythonw.exe" -m ui.entry $0'
SectionEnd
