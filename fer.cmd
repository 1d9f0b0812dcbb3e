@echo off
rem The command line of DeepFER on Windows. Builds it on first use, then runs it; after a change, delete fer-cli\target.
setlocal
set "root=%~dp0"
set "jar=%root%fer-cli\target\fer-cli.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo fer: no Java found; install a JDK 17 or later and set JAVA_HOME 1>&2
  exit /b 1
)
if not exist "%root%fer-cli\target\built-by-launcher" (
  echo fer: building, which takes a while the first time ... 1>&2
  call "%root%mvnw.cmd" -q -B -f "%root%pom.xml" -pl fer-cli -am -Dmaven.test.skip=true package 1>&2
  if errorlevel 1 (
    echo fer: the build failed; see above 1>&2
    exit /b 1
  )
  type nul > "%root%fer-cli\target\built-by-launcher"
)
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=ERROR"
"%java%" -jar "%jar%" %*
exit /b %errorlevel%
