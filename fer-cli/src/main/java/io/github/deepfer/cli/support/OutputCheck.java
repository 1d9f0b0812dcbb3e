package io.github.deepfer.cli.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Refuses outputs that would destroy something, before any work: a forgotten name makes the first
 * input the output. An existing file is replaced only by another of its kind.
 */
public final class OutputCheck {
  /** Tells a kind of files from others. */
  @FunctionalInterface
  public interface Kind {
    /**
     * Looks at what a file holds.
     *
     * @param file a file that exists
     * @return true if it is empty or of the kind
     * @throws IOException if it cannot be read
     */
    boolean holds(Path file) throws IOException;
  }

  private final CommandLine command;
  private final String input;
  private final InputFiles inputs;
  private final Set<Object> targets = new HashSet<>();

  /**
   * Starts without an output.
   *
   * @param command whose usage it is
   * @param input what an input is called, such as {@code the video}
   * @param inputs what is read
   */
  public OutputCheck(CommandLine command, String input, InputFiles inputs) {
    this.command = command;
    this.input = input;
    this.inputs = inputs;
  }

  /**
   * Checks an output that may replace any file but an input.
   *
   * @param target the output; null for none
   * @throws ParameterException if it is a directory, an input, named before, or {@code -}
   */
  public void check(@Nullable Path target) {
    if (target == null) {
      return;
    }
    if (target.toString().equals("-")) {
      throw usage("- is no file; name /dev/stdout to write to standard output");
    }
    if (Files.isDirectory(target)) {
      throw usage(target + " is a directory; name a file");
    }
    if (inputs.contains(target)) {
      throw usage(target + " is " + input + " itself; choose another name");
    }
    if (!targets.add(InputFiles.identity(target))) {
      throw usage(target + " is named twice; choose a file for each output");
    }
  }

  /**
   * Checks an output that may replace files of its kind. Pipes and devices are written to.
   *
   * @param target the output; null for none
   * @param name what it is, such as {@code such a table}
   * @param kind tells whether a file is one
   * @throws ParameterException if it is a directory, an input, named before, or something else
   */
  public void check(@Nullable Path target, String name, Kind kind) {
    check(target);
    if (target == null || !Files.isRegularFile(target)) {
      return;
    }
    boolean replaceable;
    try {
      replaceable = kind.holds(target);
    } catch (IOException e) {
      throw usage(Text.cannotWrite(target, e));
    }
    if (!replaceable) {
      throw usage(
          target
              + " cannot be written: it holds something else than "
              + name
              + "; choose another name");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command, message);
  }
}
