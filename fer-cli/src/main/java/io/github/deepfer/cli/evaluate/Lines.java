package io.github.deepfer.cli.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a file. A line may be so long and no longer, or a broken file fills the memory. */
final class Lines implements Closeable {
  private static final int LONGEST = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[LONGEST];
  private int at;
  private int end;
  private int length;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    do {
      if (!read()) {
        return false;
      }
    } while (length <= LONGEST && text().isBlank());
    return true;
  }

  private boolean read() throws IOException {
    length = 0;
    boolean any = false;
    while (true) {
      if (at == end) {
        at = 0;
        end = in.read(buffer);
        if (end <= 0) {
          end = 0;
          number += any ? 1 : 0;
          return any;
        }
      }
      any = true;
      byte next = buffer[at++];
      if (next == '\n') {
        number++;
        return true;
      }
      if (length < LONGEST) {
        line[length] = next;
      }
      length = Math.min(length + 1, LONGEST + 1);
    }
  }

  /** Counted from 1, blank lines included. */
  long number() {
    return number;
  }

  /** The line; of one that is too long, its start. */
  String text() {
    return new String(line, 0, Math.min(length, LONGEST), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
