package io.github.deepfer.report.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads a field of a row. */
final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonReader() {}

  /** The text of the object's first field, which must have this name. */
  static String text(String object, String name) throws IOException {
    try (JsonParser parser = FACTORY.createParser(object)) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && name.equals(parser.nextFieldName())
          && parser.nextToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      throw new IOException("a row must start with " + name);
    }
  }
}
