package io.github.deepfer.fuzz;

import java.io.IOException;
import java.util.List;

/** What reads input of strangers. */
interface Target extends AutoCloseable {
  /**
   * Reads one input. Whatever is documented is caught here; anything thrown is a finding.
   *
   * @param input any bytes; not to be changed
   */
  void run(byte[] input) throws Exception;

  /** Inputs to begin with, sound ones mostly. */
  List<byte[]> seeds() throws IOException;

  @Override
  default void close() {}
}
