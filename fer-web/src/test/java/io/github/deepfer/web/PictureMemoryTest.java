package io.github.deepfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageTooLargeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PictureMemoryTest {
  private static final int NO_SHARE = Integer.MAX_VALUE / 100;

  @Test
  void aPictureThatDoesNotFitBesideOthersIsTriedAlone() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    String result =
        memory(1, 1_000_000)
            .use(
                WebServerTest.sample("pair.png"),
                image -> {
                  if (attempts.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("a test");
                  }
                  return "done";
                });
    assertThat(result).isEqualTo("done");
  }

  @Test
  void aPictureThatDoesNotFitAloneIsNotToBeSentAgain() throws Exception {
    PictureMemory memory = memory(1, 1_000_000);
    byte[] file = WebServerTest.sample("pair.png");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> memory.use(file, PictureMemoryTest::runOut))
          .isInstanceOfSatisfying(
              PictureMemory.Refused.class, e -> assertThat(e.problem().status()).isEqualTo(422));
    }
    assertThat(memory.<Integer>use(file, Image::width)).isPositive();
  }

  private static String runOut(Image image) {
    throw new OutOfMemoryError("a test");
  }

  @Test
  void picturesOverTheirShareAreAtWorkOneByOne() throws Exception {
    PictureMemory memory = memory(NO_SHARE, 1_000_000);
    byte[] file = WebServerTest.sample("pair.png");
    AtomicInteger atOnce = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(
          threads.submit(
              () ->
                  memory.use(
                      file,
                      image -> {
                        int seen = atOnce.incrementAndGet();
                        Thread.yield();
                        atOnce.decrementAndGet();
                        return seen;
                      })));
    }
    for (Future<Integer> result : results) {
      assertThat(result.get()).isEqualTo(1);
    }
    threads.shutdown();
  }

  @Test
  void theLimitsStay() throws Exception {
    assertThatThrownBy(() -> memory(1, 100).use(WebServerTest.sample("pair.png"), Image::width))
        .isInstanceOf(ImageTooLargeException.class);
    assertThatThrownBy(() -> memory(1, 100).use(new byte[100], Image::width))
        .isInstanceOf(ImageException.class);
  }

  /** So many workers that hardly a pixel is left for each make every picture a large one. */
  private static PictureMemory memory(int workers, long maxPixels) {
    return new PictureMemory(
        new Limits(1 << 20, maxPixels, workers, 0, Duration.ofSeconds(20), OptionalInt.empty()));
  }
}
