package io.github.deepfer.cli.support;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names of inputs as users write them. */
public final class Inputs {
  /** What stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  private Inputs() {}

  /**
   * The file that a name means.
   *
   * @param name what the user wrote
   * @return its path, which need not exist
   * @throws IOException if it is an address or standard input, which are not read in this place
   */
  public static Path local(String name) throws IOException {
    if (ADDRESS.matcher(name).matches()) {
      throw new IOException(
          "only local files are read, "
              + name
              + " is an address; fetch it first and name the file");
    }
    if (name.equals(STANDARD_INPUT)) {
      throw new IOException("standard input is read for pictures only; name a file");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException(name + " is no name of a file: " + e.getReason(), e);
    }
  }
}
