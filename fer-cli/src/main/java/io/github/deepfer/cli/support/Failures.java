package io.github.deepfer.cli.support;

import io.github.deepfer.api.FerException;
import io.github.deepfer.report.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports what ended a command: on stderr, and as the JSON document if one was asked for. */
public final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws IOException {
    String message = message(failure);
    command.getErr().println("fer: " + message);
    if (!(failure instanceof FerException || failure instanceof IOException)) {
      failure.printStackTrace(command.getErr());
    }
    if (command.getParseResult().hasMatchedOption("--json")) {
      JsonWriter.write(
          command.getOut(),
          json -> {
            json.field("error", message);
          });
    }
    command.getErr().flush();
    command.getOut().flush();
    return ExitCode.SOFTWARE;
  }

  /**
   * What a person reads.
   *
   * @param failure what was thrown
   * @return one line
   */
  public static String message(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "not enough memory; set JDK_JAVA_OPTIONS=-Xmx4g or higher";
    }
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      // Neither it nor what wraps the reason of a library that cannot be loaded has words for it.
      return message(rootOf(failure.getCause()));
    }
    if (failure instanceof IOException io) {
      return Text.describe(io);
    }
    return failure instanceof FerException ? String.valueOf(failure.getMessage()) : "" + failure;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
