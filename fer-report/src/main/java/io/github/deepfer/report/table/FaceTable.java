package io.github.deepfer.report.table;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row per face of many pictures, also of one that was rejected for its quality, and one for a
 * picture without a face or with an error, so that every picture is accounted for. The file is
 * complete up to its last row at any moment, also if the process is killed or the disk full. Not
 * thread-safe. No argument may be null.
 */
public final class FaceTable implements Closeable {
  private interface Form extends WrittenRows.Form {
    String line(FaceRow row);
  }

  /** A row of JSON as {@link JsonForm} writes it, up to what tells it from others' objects. */
  private static final Pattern JSON_ROW =
      Pattern.compile(
          "\\{\"image\":\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\","
              + "(?:\"error\":|\"width\":\\d+,\"height\":\\d+(?:}|,\"id\":|,\"rejected\":))");

  private static final Form CSV = new CsvForm();
  private static final Form JSON_LINES = new JsonForm();

  private final RowFile file;
  private final Form form;
  private final Set<String> before;

  private FaceTable(RowFile file, Form form, Set<String> before) {
    this.file = file;
    this.form = form;
    this.before = before;
  }

  /**
   * Starts a CSV file with the columns of {@link FaceColumn}, which its first line names. Lines end
   * in a line feed. A text that a spreadsheet would take for a formula has an apostrophe before it.
   *
   * @param file where to; replaced if it exists; its directory must exist
   * @return a table without rows
   * @throws IOException if it cannot be written
   */
  public static FaceTable csv(Path file) throws IOException {
    return new FaceTable(RowFile.start(file, CSV.header()), CSV, Set.of());
  }

  /**
   * Starts a file of JSON objects, each on its line: {@code image}, and either {@code error}, or
   * {@code width} and {@code height} of the picture and the fields of a face as {@link
   * AnalysisJson} writes it with its {@code id}; those of a face are missing where there is none. A
   * rejected face has {@code "rejected":true} instead of an {@code id}.
   *
   * @param file where to; replaced if it exists; its directory must exist
   * @return a table without rows
   * @throws IOException if it cannot be written
   */
  public static FaceTable jsonLines(Path file) throws IOException {
    return new FaceTable(RowFile.start(file, ""), JSON_LINES, Set.of());
  }

  /**
   * Goes on with a file of {@link #csv} that was cut at any byte, as by a kill, or starts one.
   * {@link #has} says which pictures need not be added again.
   *
   * @param file where to; its directory must exist
   * @return a table with the rows of the pictures that are complete
   * @throws IOException if it holds something else, or cannot be read or written
   */
  public static FaceTable resumeCsv(Path file) throws IOException {
    return resume(file, CSV);
  }

  /**
   * Goes on with a file of {@link #jsonLines}, as {@link #resumeCsv} does.
   *
   * @param file where to; its directory must exist
   * @return a table with the rows of the pictures that are complete
   * @throws IOException if it holds something else, or cannot be read or written
   */
  public static FaceTable resumeJsonLines(Path file) throws IOException {
    return resume(file, JSON_LINES);
  }

  /**
   * Whether a file is one of {@link #csv}, with or without rows, judged by its beginning.
   *
   * @param file a file that exists
   * @return true also if it is empty; false for anything else, which should not be written over
   * @throws IOException if it cannot be read
   */
  public static boolean isCsv(Path file) throws IOException {
    return FileStart.isHeader(file, CSV.header());
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

  private static FaceTable resume(Path file, Form form) throws IOException {
    WrittenRows written = WrittenRows.read(file, form);
    RowFile rows = RowFile.resume(file, form.header(), written.size());
    return new FaceTable(rows, form, written.images());
  }

  /**
   * Whether the file had a picture's rows before this table went on with it.
   *
   * @param image its name
   * @return true if they need not be added again
   */
  public boolean has(String image) {
    return before.contains(Objects.requireNonNull(image, "image"));
  }

  /**
   * Writes the rows of a picture.
   *
   * @param image its name
   * @param analysis what was found on it
   * @throws IOException if they cannot be written; the file ends with the picture before
   */
  public void add(String image, Analysis analysis) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (FaceRow row : FaceRow.of(image, analysis)) {
      rows.append(form.line(row)).append('\n');
    }
    file.write(rows);
  }

  /**
   * Writes the row of a picture that could not be analyzed.
   *
   * @param image its name
   * @param error why
   * @throws IOException if it cannot be written; the file ends with the picture before
   */
  public void addError(String image, String error) throws IOException {
    file.write(form.line(FaceRow.ofError(image, error)) + "\n");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static final class CsvForm implements Form {
    @Override
    public String header() {
      return joined(FaceColumn::label) + "\n";
    }

    @Override
    public boolean quotes() {
      return true;
    }

    @Override
    public String image(String row) {
      return Csv.firstField(row);
    }

    @Override
    public String line(FaceRow row) {
      return joined(column -> column.csv(row));
    }

    private static String joined(Function<FaceColumn, String> field) {
      return Arrays.stream(FaceColumn.values()).map(field).collect(Collectors.joining(","));
    }
  }

  private static final class JsonForm implements Form {
    @Override
    public String header() {
      return "";
    }

    @Override
    public boolean quotes() {
      return false;
    }

    @Override
    public String image(String row) throws IOException {
      return JsonReader.text(row, "image");
    }

    @Override
    public String line(FaceRow row) {
      return JsonWriter.text(
          json -> {
            json.field("image", row.image());
            if (row.analysis() != null) {
              json.field("width", row.analysis().width());
              json.field("height", row.analysis().height());
            }
            if (row.face() != null) {
              AnalysisJson.write(json, row.face());
            }
            if (row.rejected() != null) {
              json.field("rejected", true);
              AnalysisJson.write(json, row.rejected());
            }
            if (row.error() != null) {
              json.field("error", row.error());
            }
          });
    }
  }
}
