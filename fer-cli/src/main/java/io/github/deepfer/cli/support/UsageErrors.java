package io.github.deepfer.cli.support;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports wrong usage in one sentence: what follows would scroll it off the terminal. */
public final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("fer: " + error.getMessage());
    boolean named = UnmatchedArgumentException.printSuggestions(error, err);
    if (!named
        && (error instanceof MissingParameterException
            || error instanceof UnmatchedArgumentException)) {
      err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    }
    err.flush();
    return ExitCode.USAGE;
  }
}
