package io.github.deepfer.onnx;

import io.github.deepfer.api.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Strict reading of the properties under {@code fer.}: a wrong one names its key and the fix. */
final class Metadata {
  private static final String PREFIX = "fer.";
  private static final int MOST_SHOWN = 60;
  private static final int MOST_LINE = 200;

  private final String modelId;
  private final Map<String, String> properties;

  Metadata(String modelId, Map<String, String> properties) {
    this.modelId = modelId;
    this.properties = properties;
    if (properties.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
      throw new ModelException(
          "model "
              + modelId
              + " does not describe itself: expected metadata under "
              + PREFIX
              + ", got the keys "
              + shown(new TreeSet<>(properties.keySet()).toString())
              + "; write "
              + PREFIX
              + "schema and the other keys into the file");
    }
  }

  String text(String key) {
    String value = properties.get(PREFIX + key);
    if (value == null || value.isBlank()) {
      throw new ModelException(
          "model "
              + modelId
              + ": "
              + PREFIX
              + key
              + " is missing from the metadata; write it into the file");
    }
    return value.strip();
  }

  /** A text that is passed on to people. */
  String line(String key) {
    if (text(key).length() > MOST_LINE) {
      throw wrong(key, "at most " + MOST_LINE + " characters");
    }
    return text(key);
  }

  void expect(String key, String expected) {
    if (!text(key).equals(expected)) {
      throw wrong(key, expected);
    }
  }

  <T> T choice(String key, Map<String, T> choices) {
    T chosen = choices.get(text(key));
    if (chosen == null) {
      throw wrong(key, "one of " + new TreeSet<>(choices.keySet()));
    }
    return chosen;
  }

  int integer(String key, int most) {
    String expected = "a whole number from 1 to " + most;
    try {
      int value = Integer.parseInt(text(key));
      if (value >= 1 && value <= most) {
        return value;
      }
      throw wrong(key, expected);
    } catch (NumberFormatException e) {
      throw wrong(key, expected);
    }
  }

  double positive(String key) {
    List<Double> values = numbers(key);
    if (values.size() != 1 || values.get(0) <= 0) {
      throw wrong(key, "a number above 0");
    }
    return values.get(0);
  }

  /** One number for all channels, or one for each. */
  List<Double> perChannel(String key, int channels) {
    List<Double> values = numbers(key);
    if (values.size() == channels) {
      return values;
    }
    if (values.size() != 1) {
      throw wrong(key, "1 or " + channels + " numbers");
    }
    return Collections.nCopies(channels, values.get(0));
  }

  List<Double> numbers(String key) {
    List<Double> values = new ArrayList<>();
    for (String part : text(key).split(",", -1)) {
      double value;
      try {
        value = Double.parseDouble(part);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw wrong(key, "finite numbers, separated by commas");
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  ModelException wrong(String key, String expected) {
    String actual = text(key);
    return new ModelException(
        "model "
            + modelId
            + ": "
            + PREFIX
            + key
            + " must be "
            + expected
            + ", got "
            + shown(actual)
            + "; correct it in the metadata of the file");
  }

  /** Messages stay readable whatever a file says. */
  private static String shown(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }
}
