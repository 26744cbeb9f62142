; Installer of the Windows client: one user, no administrator. build.sh gives the defines.
; Silent: setup.exe /S, uninstall.exe /S. The register (%LOCALAPPDATA%\Lontar) is neither made nor touched here.
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
ManifestSupportedOS Win10
ManifestLongPathAware true
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh

Name "Lontar ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Lontar"
BrandingText "Lontar ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Lontar"
VIAddVersionKey FileDescription "Pemasang Lontar"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright ""

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Lontar"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\lontar.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Buka Lontar sekarang"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE Indonesian

; A program that runs cannot be replaced. Said before anything is changed; silently it is exit code 2.
!macro CLOSED un
Function ${un}stop_if_open
    IfFileExists "$INSTDIR\lontar.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\lontar.exe" a
    IfErrors open
    FileClose $0
    Goto closed
open:
    MessageBox MB_ICONEXCLAMATION|MB_OK "Lontar masih terbuka. Tutup dulu semua jendela Lontar, lalu ulangi." /SD IDOK
    SetErrorLevel 2
    Quit
closed:
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED "un."

Section
    SetShellVarContext current
    Call stop_if_open
    SetOutPath "$INSTDIR"
    File "/oname=lontar.exe" "${PROGRAM}"
    File "/oname=lontar-kirim.exe" "${SENDER}"
    File "/oname=BACA DULU.txt" "${READ_ME}"
    File "/oname=LICENSE.txt" "${LICENSE}"
    File "/oname=NOTICE.txt" "${NOTICE}"
    WriteUninstaller "$INSTDIR\uninstall.exe"

    CreateDirectory "$SMPROGRAMS\Lontar"
    CreateShortcut "$SMPROGRAMS\Lontar\Lontar.lnk" "$INSTDIR\lontar.exe"
    CreateShortcut "$SMPROGRAMS\Lontar\Lontar (latihan).lnk" "$INSTDIR\lontar.exe" "--training"
    CreateShortcut "$DESKTOP\Lontar.lnk" "$INSTDIR\lontar.exe"

    WriteRegStr HKCU "${KEY}" DisplayName "Lontar"
    WriteRegStr HKCU "${KEY}" DisplayVersion "${VERSION}"
    WriteRegStr HKCU "${KEY}" Publisher "Lontar"
    WriteRegStr HKCU "${KEY}" InstallLocation "$INSTDIR"
    WriteRegStr HKCU "${KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${KEY}" NoModify 1
    WriteRegDWORD HKCU "${KEY}" NoRepair 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${KEY}" EstimatedSize $0

    ; Sends what waits, also while Lontar is closed. Without the task everything still works: Lontar sends when it is open.
    InitPluginsDir
    FileOpen $0 "$PLUGINSDIR\task.xml" w
    FileWriteUTF16LE /BOM $0 "<Task version=$\"1.2$\" xmlns=$\"http://schemas.microsoft.com/windows/2004/02/mit/task$\">"
    FileWriteUTF16LE $0 "<RegistrationInfo><Description>Mengirim data Lontar yang menunggu</Description></RegistrationInfo>"
    FileWriteUTF16LE $0 "<Triggers><TimeTrigger><Repetition><Interval>PT30M</Interval></Repetition>"
    FileWriteUTF16LE $0 "<StartBoundary>2026-01-01T06:00:00</StartBoundary><RandomDelay>PT5M</RandomDelay></TimeTrigger></Triggers>"
    FileWriteUTF16LE $0 "<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
    FileWriteUTF16LE $0 "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries><StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>"
    FileWriteUTF16LE $0 "<StartWhenAvailable>true</StartWhenAvailable><RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>"
    FileWriteUTF16LE $0 "<ExecutionTimeLimit>PT4H</ExecutionTimeLimit></Settings>"
    FileWriteUTF16LE $0 "<Actions><Exec><Command><![CDATA[$\"$INSTDIR\lontar-kirim.exe$\"]]></Command></Exec></Actions></Task>"
    FileClose $0
    nsExec::Exec 'schtasks.exe /Create /F /TN Lontar /XML "$PLUGINSDIR\task.xml"'
    Pop $0
SectionEnd

Section Uninstall
    SetShellVarContext current
    Call un.stop_if_open
    nsExec::Exec 'schtasks.exe /Delete /F /TN Lontar'
    Pop $0
    Delete "$INSTDIR\lontar.exe"
    Delete "$INSTDIR\lontar-kirim.exe"
    Delete "$INSTDIR\BACA DULU.txt"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\NOTICE.txt"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Lontar\Lontar.lnk"
    Delete "$SMPROGRAMS\Lontar\Lontar (latihan).lnk"
    RMDir "$SMPROGRAMS\Lontar"
    Delete "$DESKTOP\Lontar.lnk"
    DeleteRegKey HKCU "${KEY}"
SectionEnd
