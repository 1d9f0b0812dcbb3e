package io.github.deepfer.cli.analyze;

import io.github.deepfer.cli.support.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A picture to be analyzed, or what cannot be one.
 *
 * @param name as the user named it, or as it is called below the folder that he named
 * @param found the file of a folder, whose name need not be text; null for what the user named
 */
record PictureFile(String name, @Nullable Path found) {
  /** Its path, which need not exist. */
  Path path() throws IOException {
    return found == null ? Inputs.local(name) : found;
  }

  /** Its path; nothing for what cannot be a file here. */
  Stream<Path> local() {
    try {
      return Stream.of(path());
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
