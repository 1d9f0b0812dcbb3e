package io.github.deepfer.report.table;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.report.FaceRecord;
import io.github.deepfer.report.FaceRecord.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads tables of faces back. No argument may be null. */
public final class FaceTableReader {
  private static final List<FaceColumn> NEEDED =
      List.of(FaceColumn.IMAGE, FaceColumn.X, FaceColumn.EMOTION, FaceColumn.ERROR);

  /** What rounding takes from or adds to a sum of seven. */
  private static final float ROUNDING = 1e-4f;

  private FaceTableReader() {}

  /**
   * Reads a CSV file of {@link FaceTable}, or one with the same columns in any order, as other
   * writers make it. Spreadsheets may have saved it: with a byte-order mark, semicolons and decimal
   * commas. Needs the memory of a row.
   *
   * @param csv the file
   * @param rows takes the rows in their order
   * @throws IOException if it cannot be read, or holds something else; the message says in which
   *     line
   */
  public static void read(Path csv, Consumer<FaceRecord> rows) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(csv)) {
      CsvReader reader = new CsvReader(in);
      List<String> header = reader.next();
      Map<FaceColumn, Integer> columns = columns(csv, header == null ? List.of() : header);
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        try {
          rows.accept(of(row, columns));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new FileSystemException(
              csv.toString(), null, "line " + reader.line() + " is no row of faces");
        }
      }
    }
  }

  private static Map<FaceColumn, Integer> columns(Path csv, List<String> header)
      throws IOException {
    Map<FaceColumn, Integer> columns = new EnumMap<>(FaceColumn.class);
    for (FaceColumn column : FaceColumn.values()) {
      int index = header.indexOf(column.label());
      if (index >= 0) {
        columns.put(column, index);
      }
    }
    for (FaceColumn needed : NEEDED) {
      if (!columns.containsKey(needed)) {
        throw new FileSystemException(
            csv.toString(), null, "it is no table of faces: it has no column " + needed.label());
      }
    }
    return columns;
  }

  private static FaceRecord of(List<String> row, Map<FaceColumn, Integer> columns) {
    String image = Csv.original(field(row, columns, FaceColumn.IMAGE));
    if (!field(row, columns, FaceColumn.ERROR).isEmpty()) {
      return new FaceRecord(image, Kind.FAILED, null);
    }
    if (field(row, columns, FaceColumn.X).isEmpty()) {
      return new FaceRecord(image, Kind.NOBODY, null);
    }
    return field(row, columns, FaceColumn.EMOTION).isEmpty()
        ? new FaceRecord(image, Kind.REJECTED, null)
        : new FaceRecord(image, Kind.FACE, probabilities(row, columns));
  }

  /** Empty also where the table has no such column. */
  private static String field(
      List<String> row, Map<FaceColumn, Integer> columns, FaceColumn column) {
    Integer index = columns.get(column);
    return index == null ? "" : row.get(index);
  }

  private static EmotionProbabilities probabilities(
      List<String> row, Map<FaceColumn, Integer> columns) {
    List<Emotion> labels = new ArrayList<>(Csv.EMOTIONS);
    float[] values = new float[labels.size() + 1];
    float rest = 1;
    for (int i = 0; i < labels.size(); i++) {
      String value = field(row, columns, FaceColumn.valueOf(labels.get(i).name()));
      // Spreadsheets that separate by semicolons write decimal commas.
      values[i] = value.isEmpty() ? 0 : Float.parseFloat(value.replace(',', '.'));
      rest -= values[i];
    }
    if (rest < ROUNDING) {
      return EmotionProbabilities.of(labels, Arrays.copyOf(values, labels.size()));
    }
    // Of a model that knows contempt, which has no column.
    labels.add(Emotion.CONTEMPT);
    values[values.length - 1] = rest;
    return EmotionProbabilities.of(labels, values);
  }
}
