package io.github.deepfer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.deepfer.fixtures.ChildJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;

/** A command line that was run, with what it said. */
record Run(int exitCode, String out, String err) {
  static Run of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = commands.execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  /** The command line in a process of its own, for what concerns the whole JVM. */
  static Run inChildJvm(List<String> options, String... args)
      throws IOException, InterruptedException {
    return of(childJvm(options, args));
  }

  static Run of(ProcessBuilder builder) throws IOException, InterruptedException {
    ChildJvm child = ChildJvm.run(builder);
    return new Run(child.exitCode(), child.output(), child.errors());
  }

  /** The same, for a test that talks to it while it runs. */
  static ProcessBuilder childJvm(List<String> options, String... args) {
    return ChildJvm.of(options, Main.class, args);
  }

  /** The one document that stdout holds; anything beside it is an error. */
  @SuppressWarnings("unchecked")
  Map<String, Object> json() {
    try (JsonParser parser = new JsonFactory().createParser(out)) {
      parser.nextToken();
      Object document = value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one JSON document: " + out);
      }
      return (Map<String, Object>) Objects.requireNonNull(document);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return token.isNumeric() ? (Object) parser.getDoubleValue() : parser.getBooleanValue();
  }
}
