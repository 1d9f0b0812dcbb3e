package io.github.deepfer.api.spi;

import io.github.deepfer.api.Availability;

/**
 * A backend that can be discovered with {@link java.util.ServiceLoader}. A provider is cheap to
 * create: it loads no natives, reads no files and opens no connections before it is asked to open
 * something.
 *
 * <p>Declare it both as {@code provides} in module-info and under {@code META-INF/services}, so
 * that it is found on the module path and on the class path.
 */
public interface Provider {
  /**
   * What it is chosen by.
   *
   * @return a unique ASCII id, for example {@code haar}
   */
  String id();

  /**
   * Which provider wins when none is asked for; of equals, the one whose id sorts first.
   *
   * @return higher wins; those of DeepFER are from 0 to 100
   */
  int priority();

  /**
   * Whether it can run here. Never throws and loads no natives.
   *
   * @return available, or the reason why not
   */
  Availability availability();
}
