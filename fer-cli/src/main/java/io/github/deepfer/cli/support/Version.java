package io.github.deepfer.cli.support;

import io.github.deepfer.api.Pipeline;
import picocli.CommandLine.IVersionProvider;

/** The version of DeepFER, from its manifest. */
public final class Version implements IVersionProvider {
  /**
   * The version.
   *
   * @return for example {@code 0.1.0}
   */
  public static String deepfer() {
    String version = Pipeline.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"fer " + deepfer()};
  }
}
