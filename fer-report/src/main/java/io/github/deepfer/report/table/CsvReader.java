package io.github.deepfer.report.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 says and as spreadsheets save it: lines may end in a line feed alone, a
 * byte-order mark may come first, and semicolons may stand for commas if they do in the first row.
 */
final class CsvReader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final BufferedReader in;

  /** 0 until the first row shows it. */
  private char separator;

  private int line = 1;
  private int started = 1;

  CsvReader(BufferedReader in) {
    this.in = in;
  }

  /** The line in which the row read last begins, from 1. */
  int line() {
    return started;
  }

  /** The fields of the next row; null at the end. */
  @Nullable List<String> next() throws IOException {
    int c = in.read();
    if (c == BYTE_ORDER_MARK && line == 1) {
      c = in.read();
    }
    if (c < 0) {
      return null;
    }
    started = line;
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (; c >= 0; c = in.read()) {
      if (c == '\n') {
        line++;
      }
      if (c == '"' && quoted && peek() == '"') {
        field.append((char) in.read());
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && separates(c)) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\n' && !quoted) {
        break;
      } else if (c != '\r' || quoted) {
        field.append((char) c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private boolean separates(int c) {
    if (separator == 0 && (c == ',' || c == ';')) {
      separator = (char) c;
    }
    return c == separator;
  }

  private int peek() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next;
  }
}
