; The installer of the Windows program. `make installer` compiles it on any machine:
;   makensis -WX -DPAYLOAD=<folder> -DLISTS=<folder> -DVERSION=0.1.0 -DOUT=<file> installer.nsi
; PAYLOAD is what tools/build_payload.py put together; LISTS holds files.nsh and remove.nsh,
; made from it, so that exactly what was installed is removed again, in whatever folder.
;
; Silent: DrillPlanner-0.1.0.exe /S [/CurrentUser | /AllUsers] [/D=C:\folder], no quotes after /D=.

Unicode true
; Debian's makensis makes 32-bit programs unless told otherwise.
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma

!define NAME "DrillPlanner"
!define PROGRAM "program\pythonw.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define SETTINGS_KEY "Software\${NAME}"
!define PACK_CLASS "DrillPlanner.Pack"
!define POST_CLASS "DrillPlanner.Post"
!define SCRIPT_CLASS "DrillPlanner.Script"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${SETTINGS_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${SETTINGS_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Mode"

!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh

Name "$(ProgramName)"
OutFile "${OUT}"
BrandingText "DrillPlanner ${VERSION}"
ShowInstDetails hide

!define MUI_ICON "resources\icons\drillplanner.ico"
!define MUI_UNICON "resources\icons\drillplanner.ico"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT SHCTX
!define MUI_LANGDLL_REGISTRY_KEY "${SETTINGS_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m ui.entry"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "LICENSE"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.KeepPage un.KeepPageLeave
!insertmacro MUI_UNPAGE_INSTFILES

; The first one is taken where Windows speaks neither.
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString ProgramName ${LANG_SIMPCHINESE} "校园应急演练"
LangString ProgramName ${LANG_ENGLISH} "DrillPlanner"
LangString PackType ${LANG_SIMPCHINESE} "演练数据包"
LangString PackType ${LANG_ENGLISH} "Drill pack"
LangString PostType ${LANG_SIMPCHINESE} "观察岗任务包"
LangString PostType ${LANG_ENGLISH} "Station pack"
LangString ScriptType ${LANG_SIMPCHINESE} "演练脚本"
LangString ScriptType ${LANG_ENGLISH} "Drill script"
LangString TooOld ${LANG_SIMPCHINESE} "需要 64 位 Windows 10（1809）或更新版本。"
LangString TooOld ${LANG_ENGLISH} "Windows 10 (1809) or later, 64 bits, is needed."
LangString IsRunning ${LANG_SIMPCHINESE} "程序正在运行（或文件被占用）。请先关闭程序，再点“重试”。"
LangString IsRunning ${LANG_ENGLISH} "The program is running, or its files are in use. Close it, then choose Retry."
LangString KeepTitle ${LANG_SIMPCHINESE} "演练数据与设置"
LangString KeepTitle ${LANG_ENGLISH} "Drills and settings"
LangString KeepText ${LANG_SIMPCHINESE} "程序将被移除。演练数据、记录与设置存放在："
LangString KeepText ${LANG_ENGLISH} "The program is removed. Drills, logs and settings lie in:"
LangString KeepBox ${LANG_SIMPCHINESE} "保留演练数据与设置（建议）"
LangString KeepBox ${LANG_ENGLISH} "Keep drills and settings (recommended)"
LangString KeepWarn ${LANG_SIMPCHINESE} "不保留时，本机上的全部演练记录将被永久删除，无法恢复。确定删除吗？"
LangString KeepWarn ${LANG_ENGLISH} "Without keeping them, all drill records on this computer are deleted for good. Delete them?"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductName "DrillPlanner"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileDescription "DrillPlanner setup"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} LegalCopyright "MIT"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} ProductName "校园应急演练"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} FileDescription "校园应急演练安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} FileVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} ProductVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} LegalCopyright "MIT"

Var AskedFolder
Var Keep
Var KeepBox
Var DataFolder

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ; MultiUser chooses a folder of its own even where /D= named one.
  StrCpy $AskedFolder $INSTDIR
  !insertmacro MULTIUSER_INIT
  ${If} $AskedFolder != ""
    StrCpy $INSTDIR $AskedFolder
  ${EndIf}
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
  !insertmacro MUI_UNGETLANGUAGE
  StrCpy $Keep 1
  ; $LOCALAPPDATA is the person's own where this runs for one person; data is never shared.
  StrCpy $DataFolder "$LOCALAPPDATA\drillplanner"
FunctionEnd

; A file that is in use cannot be written over: ask, instead of installing half a program.
!macro WaitUntilClosed UN
Function ${UN}WaitUntilClosed
  again:
    ${IfNot} ${FileExists} "$INSTDIR\program\python311.dll"
      Return
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\program\python311.dll" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsRunning)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 4
      Abort
    ${EndIf}
    FileClose $0
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

!macro Associate EXTENSION CLASS TYPE
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "${TYPE}"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\program\drillplanner.ico"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" -m ui.entry "%1"'
  WriteRegStr SHCTX "Software\Classes\${EXTENSION}\OpenWithProgids" "${CLASS}" ""
  ; Our own endings open with this program; another program's choice is not taken over.
  ReadRegStr $0 SHCTX "Software\Classes\${EXTENSION}" ""
  ${If} $0 == ""
    WriteRegStr SHCTX "Software\Classes\${EXTENSION}" "" "${CLASS}"
  ${EndIf}
!macroend

!macro Disassociate EXTENSION CLASS
  ReadRegStr $0 SHCTX "Software\Classes\${EXTENSION}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue SHCTX "Software\Classes\${EXTENSION}" ""
  ${EndIf}
  DeleteRegValue SHCTX "Software\Classes\${EXTENSION}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXTENSION}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXTENSION}"
  DeleteRegKey SHCTX "Software\Classes\${CLASS}"
!macroend

Section "-Program"
  Call WaitUntilClosed
  ; An older version goes first, by its own list; what a person put into the folder stays.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /Upgrade /$MultiUser.InstallMode _?=$INSTDIR'
  ${EndIf}
  SetOutPath "$INSTDIR"
  !include "${LISTS}/files.nsh"
  SetOutPath "$INSTDIR\program"
  ; Now, with the rights to write here: where nobody may write later, every start would do it.
  nsExec::Exec '"$INSTDIR\program\python.exe" -m compileall -q Lib'
  Pop $0
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\$(ProgramName).lnk" "$INSTDIR\${PROGRAM}" "-m ui.entry" "$INSTDIR\program\drillplanner.ico" 0
  ; Which name the shortcut was given, whatever language removes it.
  WriteRegStr SHCTX "${SETTINGS_KEY}" "Shortcut" "$SMPROGRAMS\$(ProgramName).lnk"
  WriteRegStr SHCTX "${SETTINGS_KEY}" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${SETTINGS_KEY}" "Mode" "$MultiUser.InstallMode"
  WriteRegStr SHCTX "${SETTINGS_KEY}" "Language" "$LANGUAGE"

  !insertmacro Associate ".drillpack" "${PACK_CLASS}" "$(PackType)"
  !insertmacro Associate ".drillpost" "${POST_CLASS}" "$(PostType)"
  !insertmacro Associate ".drillscript" "${SCRIPT_CLASS}" "$(ScriptType)"

  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "$(ProgramName)"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\program\drillplanner.ico"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "drillplanner"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S /$MultiUser.InstallMode'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR\program" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"
SectionEnd

Function un.KeepPage
  !insertmacro MUI_HEADER_TEXT "$(KeepTitle)" ""
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 24u "$(KeepText)$\r$\n$DataFolder"
  Pop $0
  ${NSD_CreateCheckbox} 0 34u 100% 14u "$(KeepBox)"
  Pop $KeepBox
  ${NSD_SetState} $KeepBox ${BST_CHECKED}
  nsDialogs::Show
FunctionEnd

Function un.KeepPageLeave
  ${NSD_GetState} $KeepBox $0
  StrCpy $Keep 1
  ${If} $0 <> ${BST_CHECKED}
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(KeepWarn)" IDYES delete
    Abort
    delete:
    StrCpy $Keep 0
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  !include "${LISTS}/remove.nsh"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/Upgrade" $2
  ${If} ${Errors}
    ReadRegStr $0 SHCTX "${SETTINGS_KEY}" "Shortcut"
    ${If} $0 != ""
      Delete "$0"
    ${EndIf}
    !insertmacro Disassociate ".drillpack" "${PACK_CLASS}"
    !insertmacro Disassociate ".drillpost" "${POST_CLASS}"
    !insertmacro Disassociate ".drillscript" "${SCRIPT_CLASS}"
    DeleteRegKey SHCTX "${UNINSTALL_KEY}"
    DeleteRegKey SHCTX "${SETTINGS_KEY}"
    Delete "$INSTDIR\uninstall.exe"
    ; Only where it is empty: what a person put there stays.
    RMDir "$INSTDIR"
    ${If} $Keep == 0
      RMDir /r "$DataFolder"
    ${EndIf}
  ${EndIf}
SectionEnd
