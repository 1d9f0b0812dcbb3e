package io.github.deepfer.cli;

import io.github.deepfer.cli.analyze.AnalyzeCommand;
import io.github.deepfer.cli.doctor.DoctorCommand;
import io.github.deepfer.cli.evaluate.EvaluateCommand;
import io.github.deepfer.cli.models.ModelsCommand;
import io.github.deepfer.cli.sample.SampleCommand;
import io.github.deepfer.cli.serve.ServeCommand;
import io.github.deepfer.cli.summarize.SummarizeCommand;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.UsageErrors;
import io.github.deepfer.cli.support.Version;
import io.github.deepfer.cli.video.VideoCommand;
import io.github.deepfer.cli.webcam.WebcamCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of the command line. */
@Command(
    name = "fer",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Finds the faces of pictures and names the emotion of each.",
    footer = {"", "fer COMMAND --help explains a command."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:an input failed, or nothing here can do the work",
      "2:wrong usage, including ids and model files that do not exist"
    },
    subcommands = {
      AnalyzeCommand.class,
      SummarizeCommand.class,
      EvaluateCommand.class,
      VideoCommand.class,
      WebcamCommand.class,
      ServeCommand.class,
      SampleCommand.class,
      ModelsCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    CommandLine commands = commandLine();
    commands.setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
    int exitCode = commands.execute(args);
    // What nobody could read is not done: a full disk must not end in success.
    if (commands.getOut().checkError() && exitCode == CommandLine.ExitCode.OK) {
      commands.getErr().println("fer: not all of the output could be written");
      exitCode = CommandLine.ExitCode.SOFTWARE;
    }
    commands.getErr().flush();
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A picture may be named @1.png.
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
  }

  @Override
  public void run() {
    command.commandLine().usage(command.commandLine().getErr());
    throw new ParameterException(command.commandLine(), "Missing command");
  }

  private static PrintWriter utf8(FileDescriptor target) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(target), StandardCharsets.UTF_8), true);
  }
}
