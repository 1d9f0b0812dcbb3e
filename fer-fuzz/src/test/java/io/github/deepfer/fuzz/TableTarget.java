package io.github.deepfer.fuzz;

import io.github.deepfer.report.table.FaceColumn;
import io.github.deepfer.report.table.FaceTable;
import io.github.deepfer.report.table.FaceTableReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table is read, and gone on with, or is an error of its file. */
final class TableTarget implements Target {
  private final ScratchFile file = new ScratchFile();

  TableTarget() throws IOException {}

  @Override
  public void run(byte[] input) throws IOException {
    Path table = file.holding(input);
    attempt(() -> FaceTableReader.read(table, row -> {}));
    attempt(() -> FaceTable.resumeCsv(table).close());
    attempt(() -> FaceTable.resumeJsonLines(file.holding(input)).close());
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void attempt(Reading reading) {
    try {
      reading.run();
    } catch (IOException e) {
      // What is documented.
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    String names = joined(FaceColumn::label);
    String face = joined(TableTarget::example);
    String nobody = joined(column -> column == FaceColumn.IMAGE ? "\"a, b\"" : "");
    String csv = names + face + nobody;
    String json =
        """
        {"image":"a.png","width":640,"height":480,"id":1,"box":{"x":1,"y":2,"width":3,"height":4}}
        {"image":"b.png","error":"it is \\"damaged\\""}
        """;
    return Stream.of(csv, csv.replace(',', ';'), json, names)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String joined(Function<FaceColumn, String> field) {
    return Stream.of(FaceColumn.values()).map(field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String example(FaceColumn column) {
    return switch (column) {
      case IMAGE -> "a.png";
      case EMOTION -> "happy";
      case ERROR -> "";
      case HAPPY -> "1.0";
      default -> "0";
    };
  }

  @Override
  public void close() {
    file.close();
  }
}
