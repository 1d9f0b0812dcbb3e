package io.github.deepfer.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls. */
public final class JazzerEntry {
  private static @Nullable Target target;
  private static ByteBuffer current = ByteBuffer.allocate(0);

  private JazzerEntry() {}

  /**
   * Opens a target.
   *
   * @param args its label, and a file that has the input being read, if the process crashes
   * @throws IOException if the file cannot be written
   */
  public static void fuzzerInitialize(String[] args) throws IOException {
    target = Targets.valueOf(args[0]).open();
    try (FileChannel channel =
        FileChannel.open(
            Path.of(args[1]),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      current = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES + Seeds.MAX_BYTES);
    }
  }

  /**
   * Reads one input.
   *
   * @param input any bytes
   * @throws Exception if that is a finding
   */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    current.putInt(0, input.length).put(Integer.BYTES, input);
    Objects.requireNonNull(target, "fuzzerInitialize comes first").run(input);
  }
}
