package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.sample.SampleVideo;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos whose clocks start again, and those whose pictures start late. */
class JoinedVideoTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);
  private static final int PACKET = 188;

  @TempDir Path folder;

  /** A program stream of two recordings of 25 frames, as on DVDs. */
  @Test
  void timeGoesOnWhereTheClockStartsAgain() throws Exception {
    assertSteady(Films.resource("joined.mpg", folder), 50);
  }

  /** {@code cat a.ts b.ts}: the counters of the packets do not fit at the joint. */
  @Test
  void transportStreamsAreReadOverTheirJoint() throws Exception {
    byte[] once = transportStream(30);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      joined.write(once);
    }
    assertSteady(Files.write(folder.resolve("joined.ts"), joined.toByteArray()), 90);
  }

  /** Parts of one recording, as segmenters write them: the clock goes on, the counters do not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void segmentsOfOneClockAreReadOverTheirJoint(int bytesBeforeEachPacket) throws Exception {
    Path mp4 = Films.mp4(folder.resolve("once.mp4"), FILM, 25);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int second = 0; second < 3; second++) {
      Path part = folder.resolve(second + ".ts");
      Films.later(mp4, part, "mpegts", Duration.ofSeconds(second));
      byte[] packets = Files.readAllBytes(part);
      for (int at = 0; at < packets.length; at += PACKET) {
        joined.write(new byte[bytesBeforeEachPacket]);
        joined.write(packets, at, PACKET);
      }
    }
    assertSteady(Files.write(folder.resolve("joined.ts"), joined.toByteArray()), 75);
  }

  /** The clock of MPEG has 33 bits, a day and two hours and a half. */
  @Test
  void timeGoesOnWhereTheClockOverflows() throws Exception {
    List<Frame> frames = read(Films.resource("overflowing-clock.mpg", folder));
    assertThat(frames).hasSize(50);
    for (int i = 1; i < frames.size(); i++) {
      Duration step = frames.get(i).time().minus(frames.get(i - 1).time());
      assertThat(step.toMillis()).isCloseTo(40, within(1L));
    }
  }

  /** AVI counts the silence before the sound as sound, of which it holds nothing. */
  @Test
  void soundThatBeginsLateIsNotMissing() throws Exception {
    assertThat(read(Films.resource("late-sound.avi", folder))).hasSize(10);
  }

  private static List<Frame> read(Path file) {
    try (VideoReader reader = VideoReader.open(file)) {
      return Films.readAll(reader);
    }
  }

  /** The packets that are missing make up the end of a frame. */
  @ParameterizedTest
  @ValueSource(ints = {10, 20, 30})
  void aJointHidesNoLoss(int lost) throws Exception {
    byte[] once = transportStream(30);
    int packets = once.length / PACKET;
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(once, 0, (packets - lost) * PACKET);
    joined.write(once);
    Path file = Files.write(folder.resolve("joined.ts"), joined.toByteArray());
    int frames = 0;
    String damage = null;
    try (VideoReader reader = VideoReader.open(file)) {
      while (reader.next() != null) {
        frames++;
      }
    } catch (MediaException e) {
      damage = e.getMessage();
    }
    // Either the loss was at the end of a frame, and all others are shown, or it is reported.
    if (damage == null) {
      assertThat(frames).isBetween(31, 59);
    } else {
      assertThat(damage).contains("damaged after", "(frame " + frames + ")");
      assertThat(frames).isLessThan(30);
    }
  }

  @Test
  void aTransportStreamIsReadUpToALostPacket() throws Exception {
    byte[] once = transportStream(60);
    int at = once.length / PACKET / 2;
    ByteArrayOutputStream torn = new ByteArrayOutputStream();
    torn.write(once, 0, at * PACKET);
    torn.write(Arrays.copyOfRange(once, (at + 1) * PACKET, once.length));
    Path file = Files.write(folder.resolve("torn.ts"), torn.toByteArray());
    assertThatThrownBy(
            () -> {
              try (VideoReader reader = VideoReader.open(file)) {
                Films.readAll(reader);
              }
            })
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("damaged after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mov", "matroska"})
  void timeCountsFromTheStartOfTheSound(String container) throws Exception {
    Path mp4 = Films.mp4(folder.resolve("video.mp4"), FILM, 10);
    Path file = Films.afterSilence(mp4, folder.resolve("late"), container, Duration.ofSeconds(20));
    try (VideoReader reader = VideoReader.open(file)) {
      List<Frame> frames = Films.readAll(reader);
      assertThat(frames).hasSize(10);
      assertThat(frames.get(0).time().toMillis()).isCloseTo(20_000, within(45L));
      assertThat(frames.get(9).time().toMillis()).isCloseTo(20_360, within(45L));
      assertThat(reader.duration().orElseThrow().toMillis()).isCloseTo(20_400, within(100L));
    }
  }

  private byte[] transportStream(int frames) throws Exception {
    Path mp4 = Films.mp4(folder.resolve("once.mp4"), FILM, frames);
    return Files.readAllBytes(Films.remux(mp4, folder.resolve("once.ts"), "mpegts"));
  }

  private static void assertSteady(Path file, int expected) {
    try (VideoReader reader = VideoReader.open(file)) {
      List<Frame> frames = Films.readAll(reader);
      assertThat(frames).hasSize(expected);
      for (int i = 0; i < expected; i++) {
        assertThat(frames.get(i).time().toMillis()).isCloseTo(40L * i, within(1L));
      }
    }
  }
}
