package io.github.deepfer.ffmpeg;

import static io.github.deepfer.ffmpeg.Films.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.fixtures.FastStart;
import io.github.deepfer.sample.SampleVideo;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Films that are cut short or damaged give what comes before, and then tell where it ended. */
class DamagedFilmTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);

  @TempDir Path folder;

  /**
   * Cut anywhere, a film is not read as a whole one, except where only its end's padding is gone.
   */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "matroska", "flv"})
  void whereverItIsCutTheFramesBeforeAreGiven(String container) throws Exception {
    Path mp4 = Films.mp4(folder.resolve("film.mp4"), FILM, 100);
    byte[] whole =
        container.equals("mp4")
            ? FastStart.of(Files.readAllBytes(mp4))
            : Files.readAllBytes(Films.remux(mp4, folder.resolve("whole"), container));
    Path file = folder.resolve("cut");
    int before = 0;
    for (int i = 1; i <= 17; i++) {
      Files.write(file, Arrays.copyOf(whole, whole.length / 20 * i));
      int frames = 0;
      try (VideoReader reader = VideoReader.open(file)) {
        while (reader.next() != null) {
          frames++;
        }
        fail("the film cut at %s of 20 was read as a whole one of %s frames", i, frames);
      } catch (MediaException e) {
        assertThat(e).hasMessageContaining(file.toString());
        if (frames > 0) {
          assertThat(e).hasMessageContainingAll("damaged after ", " s (frame " + frames + ")");
        }
      }
      assertThat(frames).isGreaterThanOrEqualTo(before);
      before = frames;
    }
    assertThat(before).isBetween(container.equals("mov") ? 0 : 70, 99);
  }

  @Test
  void aFilmThatIsCutShortGivesItsFramesAndThenThePosition() throws Exception {
    byte[] whole =
        FastStart.of(Files.readAllBytes(Films.mp4(folder.resolve("film.mp4"), FILM, 200)));
    Path file = folder.resolve("cut.mp4");
    Files.write(file, Arrays.copyOf(whole, whole.length * 3 / 5));
    assertThat(framesBeforeDamage(file)).hasSizeBetween(80, 160);
    Files.write(file, whole);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(readAll(reader)).as("the film that was not cut").hasSize(200);
    }
  }

  @Test
  void aFilmWithoutItsEndCannotBeOpenedOrIsToldAsDamaged() throws Exception {
    Path file = Films.mp4(folder.resolve("film.mp4"), FILM, 100);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() / 2);
    }
    assertThatThrownBy(
            () -> {
              try (VideoReader reader = VideoReader.open(file)) {
                readAll(reader);
              }
            })
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll("cut short");
  }

  @Test
  void aFilmThatIsDamagedInItsMiddleIsReadUpToThere() throws Exception {
    Path file = Films.mp4(folder.resolve("film.mp4"), FILM, 200);
    try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
      hole.seek(hole.length() / 2);
      hole.write(new byte[(int) hole.length() / 8]);
    }
    assertThat(framesBeforeDamage(file)).hasSizeBetween(50, 150);
  }

  /** Also asserts that the message names the position, and that it stays so. */
  private static List<Frame> framesBeforeDamage(Path file) {
    List<Frame> before = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file)) {
      assertThatThrownBy(
              () -> {
                for (Frame next = reader.next(); next != null; next = reader.next()) {
                  before.add(next);
                }
              })
          .isInstanceOf(MediaException.class)
          .hasMessageContainingAll(
              file.toString(), "damaged after ", " s (frame " + before.size() + ")");
      assertThatThrownBy(reader::next).isInstanceOf(MediaException.class);
    }
    return before;
  }
}
