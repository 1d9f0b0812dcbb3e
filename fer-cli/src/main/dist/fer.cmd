@echo off
rem The command line of DeepFER; needs a Java 17 or later on PATH or in JAVA_HOME.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=ERROR"
"%java%" -jar "%~dp0lib\fer-cli.jar" %*
exit /b %errorlevel%
