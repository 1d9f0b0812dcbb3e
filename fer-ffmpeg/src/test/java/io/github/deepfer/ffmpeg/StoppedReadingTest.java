package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.sample.SampleVideo;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading ends when its thread is interrupted, and closing does not wait for a dead disk. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoppedReadingTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void anInterruptedThreadOpensNothing() {
    Path file = Films.mp4(folder.resolve("video.mp4"), FILM, 3);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> VideoReader.open(file))
          .isInstanceOf(MediaException.class)
          .hasMessageContainingAll(file.toString(), "was not opened", "interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(Films.readAll(reader)).hasSize(3);
    }
  }

  @Test
  void anInterruptedThreadReadsNoFurther() {
    Path file = Films.mp4(folder.resolve("video.mp4"), FILM, 3);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.next()).isNotNull();
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(reader::next)
            .isInstanceOf(MediaException.class)
            .hasMessageContainingAll("not read on after 0.00 s (frame 1)", "interrupted");
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  /** A pipe whose writer is silent stands for a file system that does not answer. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such pipes")
  void closeDoesNotWaitForAReadThatHangs() throws Exception {
    Path mp4 = Films.mp4(folder.resolve("video.mp4"), FILM, 100);
    byte[] whole = Files.readAllBytes(Films.remux(mp4, folder.resolve("whole"), "matroska"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CountDownLatch closed = new CountDownLatch(1);
    Future<?> writing =
        threads.submit(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(whole, 0, whole.length / 2);
                out.flush();
                closed.await();
              }
              return null;
            });
    VideoReader reader = VideoReader.openUnchecked(pipe, ImageLimits.DEFAULT);
    CountDownLatch begun = new CountDownLatch(1);
    Future<?> reading =
        threads.submit(
            () -> {
              while (reader.next() != null) {
                begun.countDown();
              }
            });
    begun.await();
    threads.submit(reader::close).get(30, TimeUnit.SECONDS);
    closed.countDown();
    writing.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> reading.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
  }
}
