package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Many threads, many pictures, and a close in the middle, with the real natives. */
class PipelineUnderLoadTest {
  private static final int THREADS = 8;

  @Test
  void eightThreadsEqualOne() throws Exception {
    Image image = Scenes.smallest().image();
    try (Pipeline pipeline = Pipeline.create()) {
      Analysis alone = pipeline.analyze(image);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<Analysis>> results = new ArrayList<>();
        for (int i = 0; i < 5 * THREADS; i++) {
          results.add(threads.submit(() -> pipeline.analyze(image)));
        }
        for (Future<Analysis> result : results) {
          assertThat(result.get()).isEqualTo(alone);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void closeWaitsForRunningCallsAndStopsLaterOnes() throws Exception {
    Image image = Scenes.smallest().image();
    Pipeline pipeline = Pipeline.create();
    Analysis expected = pipeline.analyze(image);
    CountDownLatch busy = new CountDownLatch(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<Integer> caller =
          () -> {
            int calls = 0;
            while (true) {
              Analysis analysis;
              try {
                analysis = pipeline.analyze(image);
              } catch (IllegalStateException closed) {
                return calls;
              }
              assertThat(analysis).isEqualTo(expected);
              if (calls++ == 0) {
                busy.countDown();
              }
            }
          };
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        callers.add(threads.submit(caller));
      }
      busy.await();
      pipeline.close();
      assertThatThrownBy(() -> pipeline.analyze(image)).isInstanceOf(IllegalStateException.class);
      for (Future<Integer> calls : callers) {
        assertThat(calls.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A leak of one 640x480 frame in a hundred calls would show as 90 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tenThousandAnalysesDoNotGrowResidentMemory() throws IOException {
    Image image = SmallScene.oneFace();
    try (Pipeline pipeline = Pipeline.create()) {
      long before = 0;
      for (int i = 0; i < 10_000; i++) {
        if (i == 2_000) {
          before = residentKilobytes();
        }
        assertThat(pipeline.analyze(image).faces()).hasSize(1);
      }
      assertThat(residentKilobytes() - before).isLessThan(32 * 1024);
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
