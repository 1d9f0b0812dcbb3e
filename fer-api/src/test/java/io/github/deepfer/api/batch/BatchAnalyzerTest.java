package io.github.deepfer.api.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.batch.BatchResult.Failed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchAnalyzerTest {
  /** A picture that is known by its width. */
  private static PictureSource picture(int width) {
    return picture(width, 2);
  }

  private static PictureSource picture(int width, int height) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PictureSource.of("picture " + width, png.toByteArray());
  }

  private static Iterator<PictureSource> pictures(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(BatchAnalyzerTest::picture).iterator();
  }

  /** Finds nobody, and does something while it looks. */
  private static Pipeline looking(Consumer<Image> meanwhile) {
    BackendInfo info = BackendInfo.builder("scripted").build();
    FaceDetector detector =
        new FaceDetector() {
          @Override
          public List<DetectedFace> detect(Image image) {
            meanwhile.accept(image);
            return List.of();
          }

          @Override
          public Framing framing() {
            return Framing.BOX;
          }

          @Override
          public BackendInfo info() {
            return info;
          }

          @Override
          public void close() {}
        };
    EmotionClassifier classifier =
        new EmotionClassifier() {
          @Override
          public List<EmotionProbabilities> classify(List<FaceView> faces) {
            throw new AssertionError("there is no face");
          }

          @Override
          public List<Emotion> labels() {
            return List.of(Emotion.HAPPY);
          }

          @Override
          public BackendInfo info() {
            return info;
          }

          @Override
          public void close() {}
        };
    return Pipeline.builder().detector(detector).classifier(classifier).build();
  }

  private static int width(BatchResult<?> result) {
    return ((Analyzed<?>) result).analysis().width();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void resultsComeInTheOrderOfTheSourcesThoughTheFirstIsTheLastToBeDone() {
    CountDownLatch others = new CountDownLatch(20);
    Pipeline pipeline =
        looking(
            image -> {
              if (image.width() == 1) {
                await(others);
              } else {
                others.countDown();
              }
            });
    List<Integer> widths = new ArrayList<>();
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline).threads(2).build().analyze(pictures(100))) {
      results.forEachRemaining(result -> widths.add(width(result)));
      assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(widths).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void asManyPicturesAreWorkedOnAtOnceAsThereAreThreads() {
    CyclicBarrier all = new CyclicBarrier(3);
    Pipeline pipeline =
        looking(
            image -> {
              try {
                all.await(30, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException("they were not worked on at once", e);
              }
            });
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline).threads(3).build().analyze(pictures(30))) {
      results.forEachRemaining(result -> assertThat(result).isInstanceOf(Analyzed.class));
    }
  }

  @Test
  void whatIsWrongWithOnePictureIsItsResultAndTheOthersAreDone() {
    Pipeline pipeline =
        looking(
            image -> {
              switch (image.width()) {
                case 2 -> throw new IllegalStateException("a bug");
                case 3 -> throw new StackOverflowError();
                default -> {}
              }
            });
    PictureSource unreadable =
        new PictureSource() {
          @Override
          public String name() {
            return "unreadable";
          }

          @Override
          public byte[] read(ImageLimits limits) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    Stream<PictureSource> sources =
        Stream.of(
            picture(1),
            picture(2),
            picture(3),
            PictureSource.of("no picture", new byte[] {1, 2, 3}),
            PictureSource.of(Path.of("missing.png")),
            unreadable,
            picture(200, 200),
            picture(4));
    BatchAnalyzer analyzer =
        BatchAnalyzer.builder(pipeline).limits(new ImageLimits(10_000, 10_000)).threads(2).build();
    List<Object> found = new ArrayList<>();
    try (BatchResults<PictureSource> results =
        analyzer.analyze(
            sources.iterator(),
            (source, image, analysis) -> {
              if (image.width() == 4) {
                throw new IOException("the disk is full");
              }
            })) {
      results.forEachRemaining(
          result ->
              found.add(
                  result instanceof Failed<?> failed
                      ? failed.failure().getClass().getSimpleName()
                          + " "
                          + failed.failure().getMessage()
                      : width(result)));
    }
    assertThat(found)
        .hasSize(8)
        .startsWith(1, "IllegalStateException a bug", "StackOverflowError null")
        .contains("IOException the disk is gone")
        .endsWith("IOException the disk is full");
    assertThat(found.get(3)).asString().startsWith(ImageException.class.getSimpleName());
    assertThat(found.get(3)).asString().contains("no picture");
    assertThat(found.get(4)).asString().contains("missing.png does not exist");
    assertThat(found.get(6))
        .asString()
        .startsWith(ImageTooLargeException.class.getSimpleName() + " picture 200 has 200x200");
  }

  /** One without an end is not read to it. */
  @Test
  void aStreamIsReadUpToTheLimitAndClosed() {
    AtomicInteger closed = new AtomicInteger();
    PictureSource source =
        PictureSource.ofStream(
            "endless",
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    return 7;
                  }

                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                });
    ImageLimits limits = new ImageLimits(10_000, 10_000);
    assertThat(source.name()).isEqualTo("endless");
    assertThatThrownBy(() -> source.read(limits))
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContaining("endless has more than 10000 bytes");
    assertThat(closed).hasValue(1);
  }

  @Test
  void sourcesAreAskedAsResultsAreTakenSoThatAnEndlessOneIsFine() {
    AtomicInteger asked = new AtomicInteger();
    Iterator<PictureSource> endless =
        Stream.generate(() -> picture(1 + asked.getAndIncrement() % 50)).iterator();
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(looking(image -> {})).threads(2).build().analyze(endless)) {
      assertThat(asked).hasValue(0);
      for (int taken = 1; taken <= 500; taken++) {
        assertThat(width(results.next())).isEqualTo(1 + (taken - 1) % 50);
        assertThat(asked.get() - taken).isBetween(0, 64);
      }
    }
  }

  @Test
  void pixelsInMemoryAreBoundedAndALargerPictureIsAlone() {
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AtomicBoolean company = new AtomicBoolean();
    // 100x100, and one of 400x400 among them.
    List<PictureSource> sources =
        IntStream.range(0, 80)
            .mapToObj(i -> picture(i == 40 ? 400 : 100, i == 40 ? 400 : 100))
            .toList();
    Pipeline pipeline =
        looking(
            image -> {
              long pixels = (long) image.width() * image.height();
              long together = now.addAndGet(pixels);
              most.accumulateAndGet(together, Math::max);
              if (image.width() == 400 && together != pixels) {
                company.set(true);
              }
              Thread.yield();
              now.addAndGet(-pixels);
            });
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline)
            .threads(8)
            .maxPixels(30_720)
            .build()
            .analyze(sources.iterator())) {
      results.forEachRemaining(result -> assertThat(result).isInstanceOf(Analyzed.class));
    }
    assertThat(company).as("the large one is not alone").isFalse();
    assertThat(most).hasValue(160_000);
  }

  @Test
  void afterAFailureOfTheSourcesTheResultsOfThoseBeforeComeFirst() {
    Iterator<PictureSource> sources =
        IntStream.rangeClosed(1, 10)
            .mapToObj(
                i -> {
                  if (i == 5) {
                    throw new UncheckedIOException(new IOException("the folder is gone"));
                  }
                  return picture(i);
                })
            .iterator();
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(looking(image -> {})).threads(2).build().analyze(sources)) {
      for (int i = 1; i < 5; i++) {
        assertThat(width(results.next())).isEqualTo(i);
      }
      assertThatThrownBy(results::next).hasMessageContaining("the folder is gone");
      assertThat(results.hasNext()).isFalse();
    }
  }

  @Test
  void closingWaitsForTheWorkAtHandDropsTheRestAndEndsTheThreads() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch closing = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    List<Thread> workers = new ArrayList<>();
    Pipeline pipeline =
        looking(
            image -> {
              synchronized (workers) {
                workers.add(Thread.currentThread());
              }
              begun.countDown();
              await(closing);
              done.incrementAndGet();
            });
    BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline).threads(2).build().analyze(pictures(50));
    assertThat(results.hasNext()).isTrue();
    await(begun);
    Thread closer = new Thread(results::close);
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    closing.countDown();
    results.close();
    assertThat(done).hasValue(2);
    // A pool that has ended may be a moment ahead of its threads.
    for (Thread worker : workers) {
      worker.join(60_000);
    }
    assertThat(workers).isNotEmpty().noneMatch(Thread::isAlive);
    assertThat(results.hasNext()).isFalse();
    pipeline.close();
  }

  @Test
  void anInterruptEndsTheWaitingAndTheResultCanStillBeTaken() throws InterruptedException {
    CountDownLatch free = new CountDownLatch(1);
    Pipeline pipeline = looking(image -> await(free));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline).threads(1).build().analyze(pictures(3))) {
      Thread waiting =
          new Thread(
              () -> {
                try {
                  results.next();
                } catch (CancellationException e) {
                  thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError());
                }
              });
      waiting.start();
      waiting.interrupt();
      waiting.join();
      assertThat(thrown.get()).isInstanceOf(CancellationException.class);
      free.countDown();
      assertThat(width(results.next())).isEqualTo(1);
    }
  }

  @Test
  void theStepSeesThePixelsAndItsSourceComesBack() {
    PictureSource one = picture(7);
    AtomicReference<Image> seen = new AtomicReference<>();
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(looking(image -> {}))
            .build()
            .analyze(List.of(one).iterator(), (from, image, analysis) -> seen.set(image))) {
      assertThat(results.next().source()).isSameAs(one);
    }
    assertThat(seen.get().width()).isEqualTo(7);
  }

  @Test
  void wrongOptionsAreRefused() {
    BatchAnalyzer.Builder builder = BatchAnalyzer.builder(looking(image -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPixels(0));
  }
}
