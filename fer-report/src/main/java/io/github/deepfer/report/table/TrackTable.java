package io.github.deepfer.report.table;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A row per face and frame of a video. The file is complete up to its last row at any moment, also
 * if the process is killed or the disk full. Not thread-safe. No argument may be null.
 */
public final class TrackTable implements Closeable {
  /** A row of JSON, up to what tells it from others' objects. */
  private static final Pattern JSON_ROW =
      Pattern.compile("\\{\"frame\":\\d+,\"time\":-?[0-9.]+,\"track\":\\d+,");

  private interface Form {
    String row(long index, TrackedFrame frame, TrackedFace face);
  }

  private final RowFile file;
  private final Form form;

  private TrackTable(RowFile file, Form form) {
    this.file = file;
    this.form = form;
  }

  /**
   * Starts a CSV file with a header: {@code frame}, {@code time} in seconds, {@code track}, {@code
   * x}, {@code y}, {@code width}, {@code height} in pixels, {@code score}, {@code emotion}, and the
   * probabilities of the seven emotions on this frame ({@code raw_...}) and smoothed over time
   * ({@code smoothed_...}), {@code sharpness}, {@code yaw}, {@code pitch} and {@code roll} in
   * degrees, {@code usable} (true or false) and {@code flaws} with spaces between. What a face does
   * not have is empty.
   *
   * @param file where to; replaced if it exists; its directory must exist
   * @return a table without rows
   * @throws IOException if it cannot be written
   */
  public static TrackTable csv(Path file) throws IOException {
    return new TrackTable(RowFile.start(file, header()), TrackTable::csv);
  }

  private static String header() {
    StringBuilder header = new StringBuilder("frame,time,track,x,y,width,height,score,emotion");
    Csv.header(header, "raw_");
    Csv.header(header, "smoothed_");
    return header.append(Csv.QUALITY).append('\n').toString();
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
    for (TrackedFace face : frame.faces()) {
      rows.append(form.row(index, frame, face)).append('\n');
    }
    file.write(rows);
  }

  private static String csv(long index, TrackedFrame frame, TrackedFace tracked) {
    Box box = tracked.face().box();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%d,%.3f,%d,%d,%d,%d,%d,%.4f,%s",
            index,
            frame.time().toNanos() / 1e9,
            tracked.track(),
            box.x(),
            box.y(),
            box.width(),
            box.height(),
            tracked.face().score(),
            tracked.emotion().label()));
    Csv.append(line, tracked.face().probabilities());
    Csv.append(line, tracked.smoothed());
    Csv.append(line, tracked.face().quality());
    return line.toString();
  }

  private static String json(long index, TrackedFrame frame, TrackedFace tracked) {
    return JsonWriter.text(
        json -> {
          json.field("frame", index);
          json.field("time", frame.time().toNanos() / 1e9);
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
