package io.github.deepfer.cli.support;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says how often faces are looked for. */
public final class DetectionRate {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--detect-every",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Look for faces on every Nth frame and follow them between (default: ${DEFAULT-VALUE}).")
  private int frames = 1;

  /**
   * How often.
   *
   * @return N of every Nth frame
   * @throws ParameterException if it is below 1
   */
  public int frames() {
    if (frames < 1) {
      throw new ParameterException(
          command.commandLine(), "--detect-every: must be 1 or more, got " + frames);
    }
    return frames;
  }
}
