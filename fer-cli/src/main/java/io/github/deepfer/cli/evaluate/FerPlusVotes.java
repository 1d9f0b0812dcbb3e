package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The majority votes of FER+ (Barsoum et al., 2016), a row for each row of FER2013 in the same
 * order. Rows are found by their place within their usage, so that a file with one usage alone has
 * its votes too.
 */
final class FerPlusVotes {
  private static final Map<String, Optional<Emotion>> COLUMNS =
      Map.ofEntries(
          Map.entry("neutral", Optional.of(Emotion.NEUTRAL)),
          Map.entry("happiness", Optional.of(Emotion.HAPPY)),
          Map.entry("surprise", Optional.of(Emotion.SURPRISE)),
          Map.entry("sadness", Optional.of(Emotion.SAD)),
          Map.entry("anger", Optional.of(Emotion.ANGRY)),
          Map.entry("disgust", Optional.of(Emotion.DISGUST)),
          Map.entry("fear", Optional.of(Emotion.FEAR)),
          Map.entry("contempt", Optional.empty()),
          Map.entry("unknown", Optional.empty()),
          Map.entry("nf", Optional.empty()));

  private final Map<String, List<Optional<Emotion>>> byUsage;

  private FerPlusVotes(Map<String, List<Optional<Emotion>>> byUsage) {
    this.byUsage = byUsage;
  }

  /** For data without votes. */
  static FerPlusVotes none() {
    return new FerPlusVotes(Map.of());
  }

  static FerPlusVotes read(Path file) throws IOException {
    Map<String, List<Optional<Emotion>>> byUsage = new HashMap<>();
    try (Lines lines = new Lines(Files.newInputStream(file))) {
      CsvHeader header = CsvHeader.read(lines, file.toString());
      int usage = header.column("Usage", file.toString());
      Map<Integer, Optional<Emotion>> voteColumns = new HashMap<>();
      for (Map.Entry<String, Optional<Emotion>> column : COLUMNS.entrySet()) {
        voteColumns.put(header.column(column.getKey(), file.toString()), column.getValue());
      }
      while (lines.next()) {
        List<String> fields = CsvHeader.fields(lines.text());
        if (fields.size() != header.names().size()) {
          // Without its usage the rows after it would get each other's votes.
          throw new IOException(
              file
                  + (" line " + lines.number() + " has " + fields.size() + " fields, expected ")
                  + header.names().size());
        }
        byUsage
            .computeIfAbsent(fields.get(usage), key -> new ArrayList<>())
            .add(majority(fields, voteColumns, file + " line " + lines.number()));
      }
    }
    return new FerPlusVotes(byUsage);
  }

  private static Optional<Emotion> majority(
      List<String> fields, Map<Integer, Optional<Emotion>> columns, String where)
      throws IOException {
    Optional<Emotion> majority = Optional.empty();
    int most = 0;
    for (Map.Entry<Integer, Optional<Emotion>> column : columns.entrySet()) {
      String text = fields.get(column.getKey());
      int votes;
      try {
        votes = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IOException(where + ": a count of votes was expected, got " + text, e);
      }
      if (votes > most) {
        most = votes;
        majority = column.getValue();
      } else if (votes == most) {
        majority = Optional.empty();
      }
    }
    return majority;
  }

  /** The vote on a row, the {@code index}-th of its usage from 0. */
  Optional<Emotion> majority(String usage, int index) {
    List<Optional<Emotion>> rows = byUsage.getOrDefault(usage, List.of());
    return index < rows.size() ? rows.get(index) : Optional.empty();
  }
}
