package io.github.deepfer.cli.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fer models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Fetches and verifies model files that others publish.",
    footer = {
      "",
      "They are kept in ~/.cache/deepfer, or where FER_CACHE says. After fer models pull yunet,",
      "fer analyze --detector yunet runs it."
    },
    subcommands = {ListCommand.class, PullCommand.class, VerifyCommand.class})
public final class ModelsCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing command: list, pull or verify");
  }
}
