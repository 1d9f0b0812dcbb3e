package io.github.deepfer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.report.table.TrackColumn;
import io.github.deepfer.report.table.TrackRow;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos on a cluster of processes; what is expected comes from one analyzer here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkVideosTest {
  private static final int FRAMES = 250;
  private static final Duration SPAN = Duration.ofMillis(2_900);

  @TempDir static Path folder;
  @TempDir static Path scratch;
  private static SparkSession spark;
  private static Path film;

  @BeforeAll
  static void start() throws IOException {
    film = folder.resolve("a film.mp4");
    SampleVideo video = SampleVideo.of(320, 240);
    try (VideoWriter writer = VideoWriter.open(film, 320, 240, 25)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(video.frameAt(Duration.ofMillis(80L * i)), Duration.ofMillis(40L * i));
      }
    }
    Files.copy(film, folder.resolve("same.mkv.mp4"));
    Files.writeString(folder.resolve("text.mp4"), "no video ".repeat(100));
    spark = Cluster.start(scratch);
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  /** Without seeking; an analyzer of its own for each span, or one for all. */
  private static List<String> expected(Path file, @Nullable Duration length) {
    return expected(file, length, 1);
  }

  private static List<String> expected(Path file, @Nullable Duration length, int detectEvery) {
    List<String> rows = new ArrayList<>();
    String video = file.getFileName().toString();
    try (Pipeline pipeline = Pipeline.create();
        VideoReader reader = VideoReader.open(file)) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(detectEvery).build();
      int span = 0;
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        if (length != null && frame.time().compareTo(length.multipliedBy(span + 1)) >= 0) {
          span++;
          analyzer = VideoAnalyzer.builder(pipeline).detectEvery(detectEvery).build();
        }
        for (TrackRow row :
            TrackRow.of(frame.index(), analyzer.analyze(frame.image(), frame.time()))) {
          Stream<?> values = Arrays.stream(TrackColumn.values()).map(column -> column.value(row));
          rows.add(video + " " + span + " " + Rows.text(values) + " null");
        }
      }
    }
    return rows;
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.collectAsList().stream().map(Rows::text).toList();
  }

  private static Dataset<Row> paths(String... names) {
    return spark
        .createDataset(
            Arrays.stream(names).map(name -> folder.resolve(name).toString()).toList(),
            Encoders.STRING())
        .toDF("path")
        .repartition(names.length);
  }

  @Test
  void wholeVideosHaveTheRowsOfOneMachine() {
    List<String> expected = expected(film, null);
    List<String> both = new ArrayList<>(expected);
    expected.forEach(row -> both.add(row.replace("a film.mp4", "same.mkv.mp4")));
    assertThat(expected).hasSizeGreaterThan(FRAMES);

    assertThat(
            rows(
                SparkAnalyzer.builder().build().analyzeVideos(paths("a film.mp4", "same.mkv.mp4"))))
        .containsExactlyInAnyOrderElementsOf(both);
  }

  @Test
  void facesMayBeLookedForOnSomeFramesOnly() {
    List<String> expected = expected(film, null, 5);
    assertThat(expected).isNotEqualTo(expected(film, null));

    SparkAnalyzer analyzer = SparkAnalyzer.builder().detectEvery(5).build();
    assertThat(rows(analyzer.analyzeVideos(paths("a film.mp4"))))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void spansTogetherHaveEachFrameOnceAndAnExecutorThatIsKilledLosesNone() throws Exception {
    FaceMetrics metrics = FaceMetrics.register(spark);
    Path output = scratch.resolve("videos.parquet");
    Dataset<Row> table =
        SparkAnalyzer.builder().metrics(metrics).build().analyzeVideos(paths("a film.mp4"), SPAN);

    Cluster.killAnExecutorDuring(() -> table.write().parquet(output.toString()), metrics);

    assertThat(table.rdd().getNumPartitions()).as("10 s in spans of 2.9 s").isEqualTo(4);
    Dataset<Row> written = spark.read().parquet(output.toString());
    assertThat(rows(written)).containsExactlyInAnyOrderElementsOf(expected(film, SPAN));
    // But for what is followed over time it is the plain analysis.
    assertThat(frames(rows(written))).containsExactlyElementsOf(frames(expected(film, null)));
  }

  /** Frame, time, box, score and the probabilities of the frame alone. */
  private static List<String> frames(List<String> rows) {
    return rows.stream()
        .map(row -> row.replace("a film.mp4", "film").split(" "))
        .map(
            field ->
                String.join(" ", Arrays.copyOfRange(field, 2, 4))
                    + " "
                    + String.join(" ", Arrays.copyOfRange(field, 5, 10))
                    + " "
                    + String.join(" ", Arrays.copyOfRange(field, 11, 18)))
        .sorted()
        .toList();
  }

  @Test
  void whatCannotBeReadIsARow() {
    List<Row> rows =
        SparkAnalyzer.builder()
            .build()
            .analyzeVideos(paths("text.mp4", "gone.mp4"), SPAN)
            .sort("video")
            .collectAsList();

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<String>getAs("error")).contains("gone.mp4 does not exist");
    assertThat(rows.get(1).<String>getAs("error")).contains("text.mp4 is no video");
    assertThat(rows.get(1).isNullAt(rows.get(1).fieldIndex("frame"))).isTrue();
  }

  @Test
  void wrongUseIsRefusedAtOnce() {
    SparkAnalyzer analyzer = SparkAnalyzer.builder().build();
    assertThatThrownBy(() -> analyzer.analyzeVideos(paths("text.mp4").toDF("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a column path of type STRING");
    assertThatThrownBy(() -> analyzer.analyzeVideos(paths("text.mp4"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than nothing");
    assertThatThrownBy(() -> SparkAnalyzer.builder().detectEvery(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every 1 or more, got 0");
  }
}
