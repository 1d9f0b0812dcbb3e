package io.github.deepfer.report.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How a file begins, by which a table is told from what else it may be. */
final class FileStart {
  /** More than a name and some numbers have. */
  private static final int FIRST_FIELDS = 1 << 15;

  private FileStart() {}

  /** Whether it has a header, or was cut before its end. */
  static boolean isHeader(Path file, String header) throws IOException {
    return header.startsWith(read(file, header.length()));
  }

  /** Whether its first row is such a one, or it has none. */
  static boolean isRow(Path file, Pattern row) throws IOException {
    String start = read(file, FIRST_FIELDS);
    return start.isEmpty() || row.matcher(start).lookingAt();
  }

  private static String read(Path file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }
}
