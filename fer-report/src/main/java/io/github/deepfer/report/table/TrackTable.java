package io.github.deepfer.report.table;

import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row per face and frame of a video. The file is complete up to its last row at any moment, also
 * if the process is killed or the disk full. Not thread-safe. No argument may be null.
 */
public final class TrackTable implements Closeable {
  /** A row of JSON, up to what tells it from others' objects. */
  private static final Pattern JSON_ROW =
      Pattern.compile("\\{\"frame\":\\d+,\"time\":-?[0-9.]+,\"track\":\\d+,");

  private interface Form {
    String line(TrackRow row);
  }

  private final RowFile file;
  private final Form form;

  private TrackTable(RowFile file, Form form) {
    this.file = file;
    this.form = form;
  }

  /**
   * Starts a CSV file with the columns of {@link TrackColumn}, which its first line names. What a
   * face does not have is empty.
   *
   * @param file where to; replaced if it exists; its directory must exist
   * @return a table without rows
   * @throws IOException if it cannot be written
   */
  public static TrackTable csv(Path file) throws IOException {
    return new TrackTable(RowFile.start(file, header()), TrackTable::csv);
  }

  private static String header() {
    return joined(TrackColumn::label) + "\n";
  }

  private static String joined(Function<TrackColumn, String> field) {
    return Arrays.stream(TrackColumn.values()).map(field).collect(Collectors.joining(","));
  }

  /**
   * Starts a file of JSON objects, each on its line, with the columns of the CSV file; the box and
   * the probabilities are objects, and the rest comes as the objects {@code landmarks} and {@code
   * quality} of {@link AnalysisJson}, each if it is known.
   *
   * @param file where to; replaced if it exists; its directory must exist
   * @return a table without rows
   * @throws IOException if it cannot be written
   */
  public static TrackTable jsonLines(Path file) throws IOException {
    return new TrackTable(RowFile.start(file, ""), TrackTable::json);
  }

  /**
   * Whether a file is one of {@link #csv}, with or without rows, judged by its beginning.
   *
   * @param file a file that exists
   * @return true also if it is empty; false for anything else, which should not be written over
   * @throws IOException if it cannot be read
   */
  public static boolean isCsv(Path file) throws IOException {
    return FileStart.isHeader(file, header());
  }

  /**
   * Whether a file is one of {@link #jsonLines}, with or without rows, judged by its beginning.
   *
   * @param file a file that exists
   * @return true also if it is empty; false for anything else, which should not be written over
   * @throws IOException if it cannot be read
   */
  public static boolean isJsonLines(Path file) throws IOException {
    return FileStart.isRow(file, JSON_ROW);
  }

  /**
   * Writes the rows of a frame.
   *
   * @param index the frame's number, from 0
   * @param frame what was found on it
   * @throws IOException if they cannot be written; the file ends with the frame before
   */
  public void add(long index, TrackedFrame frame) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (TrackRow row : TrackRow.of(index, frame)) {
      rows.append(form.line(row)).append('\n');
    }
    file.write(rows);
  }

  private static String csv(TrackRow row) {
    return joined(column -> column.csv(row));
  }

  private static String json(TrackRow row) {
    TrackedFace tracked = row.face();
    return JsonWriter.text(
        json -> {
          json.field("frame", row.frame());
          json.field("time", row.time().toNanos() / 1e9);
          json.field("track", tracked.track());
          AnalysisJson.writeFound(json, tracked.face());
          json.field("emotion", tracked.emotion().label());
          AnalysisJson.write(json, "raw", tracked.face().probabilities());
          AnalysisJson.write(json, "smoothed", tracked.smoothed());
          AnalysisJson.writeSeen(json, tracked.face());
        });
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
