package io.github.deepfer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.fixtures.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as programs of their own, as {@code spark-submit} starts them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JobsTest {
  private static final Path PICTURES = Path.of(System.getProperty("fer.root"), "pictures");

  @TempDir Path folder;

  @Test
  void theJobWritesTheTableOfAFolderAndSaysHowManyThereWere() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/below"));
    Files.copy(PICTURES.resolve("pair.png"), pictures.resolve("pair.png"));
    Files.writeString(pictures.resolve("text.png"), "no picture");
    Path table = folder.resolve("faces");

    ChildJvm job = run("", AnalyzePictures.class, pictures.getParent(), table);

    assertThat(job.exitCode()).as(job.errors()).isZero();
    assertThat(job.output()).contains("2 pictures, 2 faces, 1 that could not be analyzed");
    assertThat(table.resolve("_SUCCESS")).exists();
  }

  @Test
  void aFolderWithoutAPictureIsAnError() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/below"));
    Files.writeString(pictures.resolve("readme.txt"), "no picture");
    Path table = folder.resolve("faces");

    ChildJvm job = run("", AnalyzePictures.class, pictures.getParent(), table);

    assertThat(job.exitCode()).isEqualTo(1);
    assertThat(job.errors()).contains(pictures.getParent() + " holds no picture");
    assertThat(table).doesNotExist();
  }

  @Test
  void videosWithoutFfmpegAreToldWhatIsMissing() throws Exception {
    Path video = Files.writeString(folder.resolve("video.mp4"), "never read");

    ChildJvm job = run("fer-ffmpeg", AnalyzeVideos.class, video);

    assertThat(job.exitCode()).as(job.errors()).isZero();
    assertThat(job.output().lines())
        .hasSize(4)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("ProviderException")
                    .contains("videos need io.github.deepfer:fer-ffmpeg")
                    .contains("--packages or --jars"));
  }

  /** Prints why videos cannot be analyzed, whole and in spans, and of a task that is not first. */
  static final class AnalyzeVideos {
    public static void main(String[] args) throws IOException {
      try (SparkSession spark = SparkSession.builder().getOrCreate()) {
        Dataset<Row> videos =
            spark.createDataset(Arrays.asList(args), Encoders.STRING()).toDF("path");
        SparkAnalyzer analyzer = SparkAnalyzer.builder().build();
        for (int i = 0; i < 2; i++) {
          printFailure(() -> analyzer.analyzeVideos(videos).collect());
          printFailure(() -> analyzer.analyzeVideos(videos, Duration.ofMinutes(1)).collect());
        }
      }
    }

    private static void printFailure(Runnable job) {
      try {
        job.run();
        System.out.println("nothing failed");
      } catch (Exception e) { // checked, but Scala does not declare it
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof ProviderException)) {
          root = root.getCause();
        }
        System.out.println(root);
      }
    }
  }

  /** Runs a job in one process, whose class path has no entry with a name in it. */
  private ChildJvm run(String without, Class<?> job, Path... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--")) {
        command.add(option);
      }
    }
    command.add("-Dspark.master=local[1]");
    command.add("-Dspark.app.name=test");
    command.add("-Dspark.ui.enabled=false");
    command.add("-Dspark.local.dir=" + folder);
    command.add("-cp");
    command.add(
        Arrays.stream(Cluster.classPath().split(File.pathSeparator))
            .filter(entry -> without.isEmpty() || !entry.contains(without))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(job.getName());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return ChildJvm.run(ChildJvm.java(command));
  }
}
