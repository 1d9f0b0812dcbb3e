package io.github.deepfer.store;

import static io.github.deepfer.store.ModelStoreTest.FILE;
import static io.github.deepfer.store.ModelStoreTest.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.fixtures.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes second waits, and uses what the first one fetched. */
@Timeout(120)
final class ConcurrentPullTest {
  private static final int THREADS = 8;
  private static final int PROCESSES = 2;

  @TempDir private Path folder;

  @Test
  void threadsFetchAFileOnce() throws Exception {
    CountDownLatch allStarted = new CountDownLatch(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FileServer server = servingAfter(allStarted)) {
      KnownModel model = model(server.url("tiny.onnx"));
      List<Future<Path>> pulls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        pulls.add(
            threads.submit(
                () -> {
                  allStarted.countDown();
                  return ModelStore.builder().directory(folder).build().pull(model, bytes -> {});
                }));
      }
      for (Future<Path> pull : pulls) {
        assertThat(pull.get()).hasBinaryContent(FILE);
      }
      assertThat(server.asked()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void processesFetchAFileOnce() throws Exception {
    CountDownLatch allStarted = new CountDownLatch(PROCESSES);
    List<Process> processes = new ArrayList<>();
    try (FileServer server = servingAfter(allStarted)) {
      List<BufferedReader> outputs = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        Process process = start(folder, server.url("tiny.onnx"));
        processes.add(process);
        outputs.add(process.inputReader());
      }
      for (BufferedReader output : outputs) {
        assertThat(output.readLine()).isEqualTo("pulling");
        allStarted.countDown();
      }
      for (BufferedReader output : outputs) {
        assertThat(output.readLine()).isEqualTo("pulled");
      }
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
      assertThat(server.asked()).hasSize(1);
      assertThat(folder.resolve("tiny.onnx")).hasBinaryContent(FILE);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static FileServer servingAfter(CountDownLatch allStarted) throws IOException {
    return FileServer.start(
        exchange -> {
          allStarted.await();
          FileServer.serve(exchange, FILE);
        });
  }

  private static Process start(Path directory, URI url) throws IOException {
    return ChildJvm.of(List.of(), Puller.class, directory.toString(), url.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The other process. */
  static final class Puller {
    private Puller() {}

    public static void main(String[] args) throws Exception {
      System.out.println("pulling");
      ModelStore.builder()
          .directory(Path.of(args[0]))
          .build()
          .pull(model(URI.create(args[1])), bytes -> {});
      System.out.println("pulled");
    }
  }
}
