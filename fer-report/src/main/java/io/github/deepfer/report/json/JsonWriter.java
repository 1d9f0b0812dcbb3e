package io.github.deepfer.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document as it comes, however long. A number has at most six decimals, whatever
 * the locale, and never an exponent; one that is undefined (NaN) is null. Not thread-safe. No
 * argument but a value may be null.
 */
public final class JsonWriter implements Closeable {
  private static final int DECIMALS = 6;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator json;

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /** What writes the fields of an object. */
  @FunctionalInterface
  public interface Fields {
    /**
     * Writes fields into the open object.
     *
     * @param json the document
     * @throws IOException if it cannot be written
     */
    void write(JsonWriter json) throws IOException;
  }

  /**
   * Starts a document of one line.
   *
   * @param out where it goes; {@link #close} flushes it and leaves it open
   * @return a writer with nothing written
   * @throws IOException if it cannot be written
   */
  public static JsonWriter compact(Writer out) throws IOException {
    Objects.requireNonNull(out, "out");
    return new JsonWriter(FACTORY.createGenerator(out));
  }

  /**
   * Starts a document of many lines, for people.
   *
   * @param out where it goes; {@link #close} flushes it and leaves it open
   * @return a writer with nothing written
   * @throws IOException if it cannot be written
   */
  public static JsonWriter pretty(Writer out) throws IOException {
    Objects.requireNonNull(out, "out");
    JsonGenerator json = FACTORY.createGenerator(out);
    json.setPrettyPrinter(
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    return new JsonWriter(json);
  }

  /**
   * A document of one object and one line, in memory.
   *
   * @param fields what it holds
   * @return the document
   */
  public static String text(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = compact(text)) {
      json.startObject();
      fields.write(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes a document of one object and many lines, for people.
   *
   * @param out where it goes; flushed and left open
   * @param fields what it holds
   * @throws IOException if it cannot be written
   */
  public static void write(Writer out, Fields fields) throws IOException {
    try (JsonWriter json = pretty(out)) {
      json.startObject();
      fields.write(json);
      json.endObject();
    }
    out.write('\n');
    out.flush();
  }

  /**
   * Opens an object: the document, or an item of the open array.
   *
   * @throws IOException if it cannot be written
   */
  public void startObject() throws IOException {
    json.writeStartObject();
  }

  /**
   * Opens an object as a field of the open one.
   *
   * @param name the field
   * @throws IOException if it cannot be written
   */
  public void startObject(String name) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeObjectFieldStart(name);
  }

  /**
   * Closes the object opened last.
   *
   * @throws IOException if it cannot be written
   */
  public void endObject() throws IOException {
    json.writeEndObject();
  }

  /**
   * Opens an array as an item of the open one.
   *
   * @throws IOException if it cannot be written
   */
  public void startArray() throws IOException {
    json.writeStartArray();
  }

  /**
   * Opens an array as a field of the open object.
   *
   * @param name the field
   * @throws IOException if it cannot be written
   */
  public void startArray(String name) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeArrayFieldStart(name);
  }

  /**
   * Closes the array opened last.
   *
   * @throws IOException if it cannot be written
   */
  public void endArray() throws IOException {
    json.writeEndArray();
  }

  /**
   * Writes a text.
   *
   * @param name the field
   * @param value its value
   * @throws IOException if it cannot be written
   */
  public void field(String name, @Nullable String value) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeStringField(name, value);
  }

  /**
   * Writes a whole number.
   *
   * @param name the field
   * @param value its value
   * @throws IOException if it cannot be written
   */
  public void field(String name, long value) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeNumberField(name, value);
  }

  /**
   * Writes a number.
   *
   * @param name the field
   * @param value its value, finite or NaN
   * @throws IOException if it cannot be written
   */
  public void field(String name, double value) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeFieldName(name);
    if (Double.isNaN(value)) {
      json.writeNull();
      return;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    json.writeNumber(rounded.stripTrailingZeros().toPlainString());
  }

  /**
   * Writes true or false.
   *
   * @param name the field
   * @param value its value
   * @throws IOException if it cannot be written
   */
  public void field(String name, boolean value) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeBooleanField(name, value);
  }

  /**
   * Writes that there is no value.
   *
   * @param name the field
   * @throws IOException if it cannot be written
   */
  public void nullField(String name) throws IOException {
    Objects.requireNonNull(name, "name");
    json.writeNullField(name);
  }

  /**
   * Writes a text as an item of the open array.
   *
   * @param value the item
   * @throws IOException if it cannot be written
   */
  public void item(String value) throws IOException {
    Objects.requireNonNull(value, "value");
    json.writeString(value);
  }

  /**
   * Writes a whole number as an item of the open array.
   *
   * @param value the item
   * @throws IOException if it cannot be written
   */
  public void item(long value) throws IOException {
    json.writeNumber(value);
  }

  /**
   * Ends the document, closing what is open, and flushes its target.
   *
   * @throws IOException if it cannot be written
   */
  @Override
  public void close() throws IOException {
    json.close();
  }
}
