package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.ProviderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeLibrariesTest {
  @TempDir Path folder;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void anInterruptBeforeItReachesNoLoadingAndIsKept() {
    NativeLibraries libraries = libraries(this::lockAFile);
    Thread.currentThread().interrupt();
    libraries.load();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void anInterruptDuringItReachesNoLoadingAndIsKept() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    NativeLibraries libraries =
        libraries(
            () -> {
              began.countDown();
              interrupted.await();
              lockAFile();
            });
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Thread caller =
        new Thread(
            () -> {
              try {
                libraries.load();
                seen.add(Thread.currentThread().isInterrupted());
              } catch (RuntimeException e) {
                seen.add(e);
              }
            });
    caller.start();
    began.await();
    caller.interrupt();
    interrupted.countDown();
    caller.join();
    assertThat(seen).containsExactly(true);
  }

  @Test
  void loadsOnceForAllThreads() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    NativeLibraries libraries = libraries(loads::incrementAndGet);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(threads.submit(libraries::load));
    }
    for (Future<?> call : calls) {
      call.get();
    }
    threads.shutdown();
    libraries.load();
    assertThat(loads).hasValue(1);
  }

  @Test
  void libraryThatNeedsAnotherLoadsIt() {
    List<String> loaded = new ArrayList<>();
    NativeLibraries needed = libraries(() -> loaded.add("needed"));
    libraries(
            () -> {
              needed.load();
              loaded.add("needing");
            })
        .load();
    assertThat(loaded).containsExactly("needed", "needing");
  }

  @Test
  void triesAgainAfterAFailure() {
    AtomicInteger attempts = new AtomicInteger();
    NativeLibraries libraries =
        libraries(
            () -> {
              if (attempts.getAndIncrement() == 0) {
                throw new IOException("No space left on device");
              }
            });
    assertThatThrownBy(libraries::load)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("Sample cannot be loaded")
        .hasMessageContaining("java.io.IOException: No space left on device; cure;");
    libraries.load();
    libraries.load();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void printsTheRootCauseAlsoWhereItHasNoMessage() {
    NativeLibraries libraries =
        libraries(
            () -> {
              throw new ExceptionInInitializerError(
                  new IllegalStateException(new FileLockInterruptionException()));
            });
    assertThatThrownBy(libraries::load)
        .hasMessageContaining("java.nio.channels.FileLockInterruptionException; cure")
        .hasMessageEndingWith("docs/errors.md#native-libraries")
        .message()
        .doesNotContain("null");
  }

  private static final class Broken {
    static final int VALUE = fail();

    private static int fail() {
      throw new IllegalStateException("the true reason");
    }
  }

  @Test
  void remembersWhyAClassBroke() {
    NativeLibraries libraries =
        libraries(
            () -> {
              throw new IOException("not loaded " + Broken.VALUE);
            });
    for (String end : List.of("#native-libraries", "restart the process after the fix")) {
      assertThatThrownBy(libraries::load)
          .hasMessageContaining("java.lang.IllegalStateException: the true reason")
          .hasMessageContaining(end);
    }
  }

  @Test
  void saysThatAnotherClassLoaderHasIt() {
    NativeLibraries libraries =
        libraries(
            () -> {
              throw new UnsatisfiedLinkError(
                  "Native Library /x.so already loaded in another classloader");
            });
    assertThatThrownBy(libraries::load)
        .hasMessageContaining("another class loader of this process has loaded it")
        .hasMessageContaining("or separation; see docs/errors.md#two-class-loaders");
  }

  @Test
  void anErrorOfTheMachineStaysOne() {
    NativeLibraries libraries =
        libraries(
            () -> {
              throw new OutOfMemoryError("a test");
            });
    assertThatThrownBy(libraries::load).isInstanceOf(OutOfMemoryError.class);
  }

  /** What fails on an interrupted thread. */
  private void lockAFile() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
    }
  }

  private static NativeLibraries libraries(NativeLibraries.Loading loading) {
    return new NativeLibraries("Sample", loading, "cure", "separation");
  }
}
