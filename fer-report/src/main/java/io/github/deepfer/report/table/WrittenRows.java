package io.github.deepfer.report.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The rows that a table has before it goes on. Those of its last picture do not count: the process
 * may have been killed between them.
 */
final class WrittenRows {
  /** How a table is read. */
  interface Form {
    /** Its first line with the line end; empty if it has none. */
    String header();

    /** Whether a line feed may stand in quotes. */
    boolean quotes();

    /** The picture that a row is of. */
    String image(String row) throws IOException;
  }

  private final Set<String> images = new HashSet<>();
  private long size;

  private WrittenRows() {}

  /** Reads a table; of a file that does not exist, there is nothing. */
  static WrittenRows read(Path file, Form form) throws IOException {
    WrittenRows written = new WrittenRows();
    if (Files.exists(file)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        written.read(file, in, form);
      }
    }
    return written;
  }

  private void read(Path file, InputStream in, Form form) throws IOException {
    String start = new String(in.readNBytes(form.header().length()), StandardCharsets.UTF_8);
    if (!form.header().startsWith(start)) {
      throw foreign(file);
    }
    if (start.length() < form.header().length()) {
      // Killed before the first row.
      return;
    }
    size = start.length();
    long end = size;
    String last = null;
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    while (readRow(in, form.quotes(), row)) {
      String image;
      try {
        image = form.image(row.toString(StandardCharsets.UTF_8));
      } catch (IOException | RuntimeException e) {
        throw foreign(file);
      }
      if (!image.equals(last)) {
        if (last != null) {
          images.add(last);
        }
        last = image;
        size = end;
      }
      end += row.size();
      row.reset();
    }
  }

  /** A row with its line end; false for none, or a part of one. */
  private static boolean readRow(InputStream in, boolean quotes, ByteArrayOutputStream row)
      throws IOException {
    boolean quoted = false;
    for (int next = in.read(); next >= 0; next = in.read()) {
      row.write(next);
      quoted ^= quotes && next == '"';
      if (next == '\n' && !quoted) {
        return true;
      }
    }
    return false;
  }

  private static IOException foreign(Path file) {
    return new FileSystemException(
        file.toString(), null, "it holds something else than such a table; choose another name");
  }

  /** The pictures of which all rows are there. */
  Set<String> images() {
    return images;
  }

  /** The bytes up to the rows that do not count. */
  long size() {
    return size;
  }
}
