package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.fixtures.FastStart;
import io.github.deepfer.fixtures.FuzzRun;
import io.github.deepfer.fixtures.Mutator;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged films give frames within the limits, of times that go on, and then end or are an image
 * error: in a process of their own since the codecs are native. More cases than in every build:
 * {@code -Dfer.fuzz.cases=N} and {@code -Dfer.fuzz.seed=N}.
 */
final class FilmFuzzTest {
  private static final long SEED = Long.getLong("fer.fuzz.seed", 20261201);
  private static final int CASES = Integer.getInteger("fer.fuzz.cases", 1_500);
  private static final ImageLimits LIMITS = new ImageLimits(4_000_000, 1 << 20);

  /** What is read of a film that damage made endless. */
  private static final int MAX_FRAMES = 100;

  private static final long MAX_KIB = 1024 * 1024;

  @TempDir Path folder;

  @Test
  void readingEndsWellOnAnything() throws Exception {
    FuzzRun run =
        FuzzRun.of(Reading.class, SEED, CASES, folder, Map.of("FILM_FOLDER", folder.toString()));
    assertThat(run.exitCode())
        .as("case %s of seed %s: %s", run.lastCase(), SEED, run.output())
        .isZero();
    assertThat(run.output()).contains("cases=" + CASES);
    assertThat(run.peakKib()).isLessThan(MAX_KIB);
  }

  /** Reads damaged films of several containers. */
  public static final class Reading implements FuzzRun.Target {
    private final Path folder = Path.of(System.getenv("FILM_FOLDER"));
    private final List<byte[]> films = new ArrayList<>();

    /** For {@link FuzzRun}. */
    public Reading() throws IOException {
      SampleVideo small = SampleVideo.of(320, 240);
      Path mp4 = Films.mp4(folder.resolve("sound.mp4"), small, 12);
      films.add(FastStart.of(Files.readAllBytes(mp4)));
      for (String container : List.of("matroska", "mpegts", "flv", "h264", "mov")) {
        films.add(
            Files.readAllBytes(Films.remux(mp4, folder.resolve("sound." + container), container)));
      }
      Path y4m = Films.y4m(folder.resolve("sound.y4m"), small, 2);
      films.add(Files.readAllBytes(y4m));
      films.add(Files.readAllBytes(Films.remux(y4m, folder.resolve("sound.avi"), "avi")));
      for (String name : List.of("joined.mpg", "full-range.webm", "mirrored.mp4")) {
        films.add(Files.readAllBytes(Films.resource(name, folder)));
      }
      byte[] transport = films.get(2);
      byte[] joined = Arrays.copyOf(transport, 2 * transport.length);
      System.arraycopy(transport, 0, joined, transport.length, transport.length);
      films.add(joined);
    }

    @Override
    public void run(int number, Mutator mutator) throws IOException {
      byte[] sound = films.get(number % films.size());
      boolean sameLength = number / films.size() % 2 == 0;
      Path file = folder.resolve("damaged");
      Files.write(file, sameLength ? mutator.overwrite(sound) : mutator.mutate(sound));
      try (VideoReader reader = VideoReader.open(file, LIMITS)) {
        reader.duration().ifPresent(Duration::toNanos);
        Frame frame = reader.next();
        long last = -1;
        for (int i = 0; i < MAX_FRAMES && frame != null; i++) {
          if (frame.index() != i || frame.time().toNanos() <= last) {
            throw new AssertionError("frame " + i + " is " + frame);
          }
          if ((long) frame.image().width() * frame.image().height() > LIMITS.maxPixels()) {
            throw new AssertionError(frame + " exceeds the limits");
          }
          ByteBuffer pixels = frame.image().pixels();
          pixels.get(new byte[pixels.remaining()]);
          last = frame.time().toNanos();
          frame = reader.next();
        }
      } catch (MediaException | ImageTooLargeException e) {
        // What is documented.
      }
    }
  }
}
