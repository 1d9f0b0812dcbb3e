package io.github.deepfer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.report.table.FaceColumn;
import io.github.deepfer.report.table.FaceRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a cluster whose executors are processes; what is expected comes from one pipeline here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkAnalyzerTest {
  private static final Path PICTURES = Path.of(System.getProperty("fer.root"), "pictures");
  private static final int COPIES = 16;
  private static final int ERRORS = COPIES + 2;

  @TempDir static Path folder;
  @TempDir static Path scratch;
  private static SparkSession spark;
  private static List<String> expected;

  @BeforeAll
  static void start() throws IOException {
    writePictures();
    expected = expected();
    spark = Cluster.start(scratch);
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  private static void writePictures() throws IOException {
    byte[] pair = Files.readAllBytes(PICTURES.resolve("pair.png"));
    byte[] happy = Files.readAllBytes(PICTURES.resolve("faces/happy.png"));
    byte[] nobody = Files.readAllBytes(PICTURES.resolve("nobody.png"));
    for (int i = 0; i < COPIES; i++) {
      Path below = Files.createDirectories(folder.resolve("part " + i % 3));
      Files.write(below.resolve("pair-" + i + ".png"), pair);
      Files.write(below.resolve("happy-ä-" + i + ".png"), happy);
      Files.write(below.resolve("nobody-" + i + ".png"), nobody);
      Files.write(below.resolve("cut-" + i + ".png"), Arrays.copyOf(happy, happy.length / 2));
    }
    Files.write(folder.resolve("empty.jpg"), new byte[0]);
    Files.writeString(folder.resolve("text.jpg"), "no picture");
  }

  private static List<String> expected() throws IOException {
    List<String> rows = new ArrayList<>();
    try (Pipeline pipeline = Pipeline.create();
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        try {
          FaceRow.of(name, pipeline.analyze(Image.read(file)))
              .forEach(
                  row ->
                      rows.add(Rows.text(Stream.of(FaceColumn.values()).map(c -> c.value(row)))));
        } catch (ImageException e) {
          rows.add(name + " refused");
        }
      }
    }
    return rows;
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.collectAsList().stream().map(SparkAnalyzerTest::text).toList();
  }

  private static String text(Row row) {
    return row.getAs("error") == null ? Rows.text(row) : Rows.fileName(row) + " refused";
  }

  private static Dataset<Row> paths(int partitions) throws IOException {
    return PicturePaths.below(spark, folder.toString()).repartition(partitions);
  }

  /** Spark leaves out the file without a byte. */
  private static Dataset<Row> contents(int partitions) {
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(folder.toString())
        .repartition(partitions);
  }

  @Test
  void theTableIsThatOfOnePipeline() throws IOException {
    assertThat(expected).hasSize(COPIES * 5 + 2);
    assertThat(rows(SparkAnalyzer.builder().build().analyze(paths(4))))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void picturesMayComeWithTheirContent() {
    List<String> rows = rows(SparkAnalyzer.builder().build().analyze(contents(4)));

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().filter(row -> !row.equals("empty.jpg refused")).toList());
  }

  @Test
  void anExecutorThatIsKilledLosesAndDoublesNoRow() throws Exception {
    FaceMetrics metrics = FaceMetrics.register(spark);
    Path output = scratch.resolve("faces.parquet");
    Dataset<Row> table = SparkAnalyzer.builder().metrics(metrics).build().analyze(paths(COPIES));

    Cluster.killAnExecutorDuring(() -> table.write().parquet(output.toString()), metrics);

    assertThat(rows(spark.read().parquet(output.toString())))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatIsCountedIsWhatIsInTheTable() throws IOException {
    FaceMetrics metrics = FaceMetrics.register(spark);

    SparkAnalyzer.builder().metrics(metrics).build().analyze(paths(4)).collect();

    assertThat(metrics.pictures()).isEqualTo(COPIES * 4 + 2);
    assertThat(metrics.faces()).isEqualTo(COPIES * 3);
    assertThat(metrics.errors()).isEqualTo(ERRORS);
  }

  @Test
  void sqlFindsTheFacesOfOneColumn() {
    SparkAnalyzer.builder().build().register(spark, "faces_of");
    contents(2).createOrReplaceTempView("pictures");

    Row counts =
        spark
            .sql(
                """
                SELECT count(face.emotion), count(face.error), count(*)
                FROM (SELECT explode(faces_of(content)) AS face FROM pictures)""")
            .first();
    assertThat(counts.getLong(0)).isEqualTo(COPIES * 3);
    assertThat(counts.getLong(1)).isEqualTo(ERRORS - 1);
    assertThat(counts.getLong(2)).isEqualTo(expected.size() - 1);
    assertThat(spark.sql("SELECT faces_of(CAST(NULL AS BINARY))").first().isNullAt(0)).isTrue();
  }

  @Test
  void settingsReachTheExecutors() throws IOException {
    Dataset<Row> one = paths(2).where("path LIKE '%happy-_-1.png'");

    assertThat(rows(SparkAnalyzer.builder().head("ferplus").build().analyze(one)))
        .hasSize(1)
        .doesNotContainAnyElementsOf(expected);
    assertThat(SparkAnalyzer.builder().minFaceSize(5000).build().analyze(one).first())
        .satisfies(row -> assertThat(row.isNullAt(row.fieldIndex("emotion"))).isTrue());
    FaceQuality.Limits large = new FaceQuality.Limits(5000, 0, 180, 180);
    assertThat(SparkAnalyzer.builder().minQuality(large).build().analyze(one).first())
        .satisfies(row -> assertThat(row.isNullAt(row.fieldIndex("emotion"))).isTrue())
        .satisfies(row -> assertThat(row.<String>getAs("flaws")).isEqualTo("small"));
    assertThatThrownBy(
            () -> SparkAnalyzer.builder().classifier("none").build().analyze(one).collect())
        .hasStackTraceContaining("no classifier has the id none");
  }

  @Test
  void columnsAreThoseOfTheTableOfFiles() throws IOException {
    assertThat(SparkAnalyzer.schema().fieldNames())
        .containsExactly(
            Arrays.stream(FaceColumn.values()).map(FaceColumn::label).toArray(String[]::new));
    assertThat(SparkAnalyzer.schema().apply("probability").dataType())
        .isEqualTo(DataTypes.DoubleType);
    assertThat(SparkAnalyzer.builder().build().analyze(paths(1)).schema())
        .isEqualTo(SparkAnalyzer.schema());
  }

  @Test
  void aTableWithoutAPathIsRefused() {
    Dataset<Row> names = spark.createDataset(List.of("a.png"), Encoders.STRING()).toDF("name");

    assertThatThrownBy(() -> SparkAnalyzer.builder().build().analyze(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a column path of type STRING")
        .hasMessageContaining("name STRING")
        .hasMessageContaining("binaryFile");
  }

  @Test
  void aPathThatLeadsNowhereIsARow() {
    Dataset<Row> paths =
        spark
            .createDataset(List.of(folder.resolve("gone.png").toString()), Encoders.STRING())
            .toDF("path");

    assertThat(SparkAnalyzer.builder().build().analyze(paths).first().<String>getAs("error"))
        .contains("gone.png does not exist");
  }
}
