package io.github.deepfer.spark;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Rows as text, to be compared with what one process finds. */
final class Rows {
  private Rows() {}

  /** A CPU may differ from another in the last digits. */
  static String text(Stream<?> values) {
    return values
        .map(v -> v instanceof Double real ? String.format(Locale.ROOT, "%.4f", real) : v)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** A row that begins with a path, of which only the file's name is kept. */
  static String text(Row row) {
    return text(
        Stream.concat(Stream.of(fileName(row)), IntStream.range(1, row.size()).mapToObj(row::get)));
  }

  static String fileName(Row row) {
    String path = row.getString(0);
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
