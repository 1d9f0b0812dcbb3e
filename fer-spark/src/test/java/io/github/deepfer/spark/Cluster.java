package io.github.deepfer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A master and two workers in this process, and their executors, a process each, which find Spark
 * in a home made of this process's class path.
 */
final class Cluster {
  private Cluster() {}

  static SparkSession start(Path scratch) throws IOException {
    makeSparkHome(Path.of(System.getenv("SPARK_HOME")));
    return SparkSession.builder()
        .appName("test")
        .master("local-cluster[2,1,1024]")
        .config("spark.executor.memory", "1g")
        .config("spark.executor.extraClassPath", classPath())
        .config("spark.ui.enabled", false)
        .config("spark.local.dir", scratch.toString())
        .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate();
  }

  /** That of this process. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void makeSparkHome(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry : classPath().split(File.pathSeparator)) {
      Path file = Path.of(entry).toAbsolutePath();
      Path link = jars.resolve(file.getFileName());
      if (Files.isRegularFile(file) && !Files.exists(link)) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file);
      }
    }
  }

  /** Runs a job and kills one of the executors once something has been found. */
  static void killAnExecutorDuring(Runnable job, FaceMetrics metrics) throws Exception {
    CompletableFuture<Void> running = CompletableFuture.runAsync(job);
    while (metrics.pictures() == 0 && !running.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    ProcessHandle killed = executors().findFirst().orElseThrow();
    boolean during = !running.isDone();
    killed.destroyForcibly();
    running.get();
    assertThat(during).as("killed while the job ran").isTrue();
  }

  /** The Java processes below this one: their command lines are too long to be looked at. */
  private static Stream<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().stream().anyMatch(c -> c.endsWith("/java")));
  }
}
