package io.github.deepfer.cli.evaluate;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Labelled faces, read one by one. */
interface Samples extends Closeable {
  /** The next one that is sound, or null at the end. */
  @Nullable Sample next() throws IOException;

  /** Rows or files so far that could not be used. */
  long malformed();

  /** How much has been read, in [0, 1]; 0 if that cannot be known. */
  double fraction();
}
