package io.github.deepfer.cli.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first line of a CSV file.
 *
 * @param names the columns, in lower case
 */
record CsvHeader(List<String> names) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  static CsvHeader read(Lines lines, String file) throws IOException {
    if (!lines.next()) {
      throw new IOException(file + " is empty; a CSV file with a header line was expected");
    }
    String line = lines.text();
    if (line.charAt(0) == BYTE_ORDER_MARK) {
      line = line.substring(1);
    }
    return new CsvHeader(fields(line).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  int column(String name, String file) throws IOException {
    int column = names.indexOf(name.toLowerCase(Locale.ROOT));
    if (column < 0) {
      throw new IOException(
          file + " has no column " + name + "; its first line names the columns " + shortNames());
    }
    return column;
  }

  private List<String> shortNames() {
    return names.stream()
        .limit(12)
        .map(name -> name.length() > 20 ? name.substring(0, 20) + "..." : name)
        .toList();
  }

  /** Splits at commas. No field of FER2013 or FER+ holds one, though some tools quote fields. */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    while (true) {
      int comma = line.indexOf(',', start);
      String field = line.substring(start, comma < 0 ? line.length() : comma).strip();
      if (field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"")) {
        field = field.substring(1, field.length() - 1).strip();
      }
      fields.add(field);
      if (comma < 0) {
        return fields;
      }
      start = comma + 1;
    }
  }
}
