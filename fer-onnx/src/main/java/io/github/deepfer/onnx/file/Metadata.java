package io.github.deepfer.onnx.file;

import io.github.deepfer.api.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Strict reading of the properties under {@code fer.}: a wrong one names its key and the fix. What
 * a description given with the file says counts more than what the file says.
 */
public final class Metadata {
  private static final String PREFIX = "fer.";
  private static final int MAX_SHOWN = 60;
  private static final int MAX_LINE = 200;

  private final String modelId;
  private final Map<String, String> properties;
  private final boolean isDescribedOutside;
  private final Set<String> asked = new TreeSet<>();

  public Metadata(String modelId, Map<String, String> inFile, Map<String, String> description) {
    this.modelId = modelId;
    properties = new HashMap<>(inFile);
    properties.putAll(description);
    isDescribedOutside = !description.isEmpty();
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
              + "schema and the other keys into the file, or describe it in a .properties file of"
              + " its name beside it");
    }
  }

  public String text(String key) {
    String value = value(key);
    if (value == null || value.isBlank()) {
      throw new ModelException(
          "model "
              + modelId
              + ": "
              + PREFIX
              + key
              + " is missing from "
              + place()
              + "; write it there");
    }
    return value.strip();
  }

  private String place() {
    return isDescribedOutside ? "the description" : "the metadata of the file";
  }

  public boolean has(String key) {
    String value = value(key);
    return value != null && !value.isBlank();
  }

  private @Nullable String value(String key) {
    asked.add(PREFIX + key);
    return properties.get(PREFIX + key);
  }

  /** What follows the prefix in the keys that begin with it and have a value. */
  public SortedSet<String> endings(String prefix) {
    SortedSet<String> endings = new TreeSet<>();
    for (String key : properties.keySet()) {
      if (key.startsWith(PREFIX + prefix)) {
        String ending = key.substring(PREFIX.length() + prefix.length());
        if (has(prefix + ending)) {
          endings.add(ending);
        }
      }
    }
    return endings;
  }

  /**
   * Refuses keys that nobody asked for: in a description, which is written by hand, they are slips
   * of the pen. Files may bring keys for other readers.
   */
  public void expectNoOthers(Set<String> described) {
    for (String key : new TreeSet<>(described)) {
      if (key.startsWith(PREFIX) && !asked.contains(key)) {
        throw new ModelException(
            "model "
                + modelId
                + ": "
                + shown(key)
                + " means nothing here; correct it in the description, or leave it out. Known are "
                + asked);
      }
    }
  }

  /**
   * Fills in what a description of a foreign file may leave out. A file that describes itself must
   * do it completely, since whoever exports it knows all of it.
   */
  public Metadata orElse(String key, String value) {
    if (isDescribedOutside && !has(key)) {
      properties.put(PREFIX + key, value);
    }
    return this;
  }

  /**
   * Whether keys that a file must have itself are all left out by a description, which may do so.
   */
  public boolean mayLack(List<String> keys) {
    return isDescribedOutside && keys.stream().noneMatch(this::has);
  }

  /** A text that is passed on to people. */
  public String line(String key) {
    if (text(key).length() > MAX_LINE) {
      throw wrong(key, "at most " + MAX_LINE + " characters");
    }
    return text(key);
  }

  public void expect(String key, String expected) {
    if (!text(key).equals(expected)) {
      throw wrong(key, expected);
    }
  }

  public <T> T choice(String key, Map<String, T> choices) {
    T chosen = choices.get(text(key));
    if (chosen == null) {
      throw wrong(key, "one of " + new TreeSet<>(choices.keySet()));
    }
    return chosen;
  }

  public int integer(String key, int most) {
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

  public double positive(String key) {
    List<Double> values = numbers(key);
    if (values.size() != 1 || values.get(0) <= 0) {
      throw wrong(key, "a number above 0");
    }
    return values.get(0);
  }

  /** One number for all channels, or one for each. */
  public List<Double> perChannel(String key, int channels) {
    List<Double> values = numbers(key);
    if (values.size() == channels) {
      return values;
    }
    if (values.size() != 1) {
      throw wrong(key, "1 or " + channels + " numbers");
    }
    return Collections.nCopies(channels, values.get(0));
  }

  public List<Double> numbers(String key) {
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

  public ModelException wrong(String key, String expected) {
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
            + "; correct it in "
            + place());
  }

  /** Messages stay readable whatever a file says. */
  private static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
  }
}
