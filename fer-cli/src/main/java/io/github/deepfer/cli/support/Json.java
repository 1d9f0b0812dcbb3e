package io.github.deepfer.cli.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.deepfer.web.AnalysisJson;
import java.io.IOException;
import java.io.Writer;

/** Readable JSON with numbers of six decimals, whatever the locale. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Json() {}

  /**
   * Starts a document.
   *
   * @param out where it goes; closing the generator flushes it and leaves it open
   * @return the generator
   * @throws IOException if it cannot be written
   */
  public static JsonGenerator open(Writer out) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    JsonGenerator json = FACTORY.createGenerator(out);
    json.setPrettyPrinter(printer);
    return json;
  }

  /**
   * Writes a number.
   *
   * @param json the document
   * @param field its name
   * @param value a finite value
   * @throws IOException if it cannot be written
   */
  public static void number(JsonGenerator json, String field, double value) throws IOException {
    AnalysisJson.number(json, field, value);
  }
}
