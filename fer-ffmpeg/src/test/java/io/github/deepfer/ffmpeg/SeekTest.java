package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.sample.SampleVideo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a time on is, to the pixel, what reading the whole video gives there. */
class SeekTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);
  private static final int FRAMES = 100;

  @TempDir Path folder;

  /**
   * Made with the ffmpeg program: groups of 25 frames with B-frames, of which some are shown before
   * the key frame that they follow; the same cut out by an edit list, without an index, in
   * fragments, and as a transport stream; key frames that decoders fill over a second; HEVC; and
   * VP8 with frames that are not shown.
   */
  @ParameterizedTest
  @CsvSource({
    "open-gop.mp4, true",
    "edited.mp4, true",
    "no-cues.mkv, true",
    "fragmented.mp4, true",
    "refresh.ts, true",
    "cra.mkv, true",
    "altref.webm, true"
  })
  void videosOfTheProgram(String name, boolean isFaster) throws IOException {
    assertSame(Films.resource(name, folder), isFaster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpegts", "matroska", "mov", "flv"})
  void containersOfOneVideo(String container) throws IOException {
    Path mp4 = Films.resource("open-gop.mp4", folder);
    Path file = Films.remux(mp4, folder.resolve("remuxed"), container);
    assertSame(file, true);
  }

  /**
   * Of groups of 12 frames with B-frames, which are open by default; AVI and program streams have
   * no stamps for frames that are out of order.
   */
  @ParameterizedTest
  @CsvSource({
    "video.mp4, mpeg4, true",
    "video.mkv, mpeg4, true",
    "video.avi, mpeg4, false",
    "video.ts, mpeg2video, true",
    "video.mpg, mpeg2video, false",
    "video.mkv, mpeg2video, true",
    "video.webm, libvpx, true",
    "video.avi, mjpeg, true"
  })
  void encodedVideos(String name, String codec, boolean isFaster) throws IOException {
    boolean hasOrder = codec.startsWith("mpeg");
    boolean isJpeg = codec.equals("mjpeg");
    Path file =
        Encoded.video(
            folder.resolve(name),
            codec,
            FRAMES,
            context ->
                context
                    .width(64)
                    .height(48)
                    .gop_size(12)
                    .max_b_frames(hasOrder ? 2 : 0)
                    .bit_rate(400_000)
                    .pix_fmt(isJpeg ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P)
                    .color_range(isJpeg ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG),
            new Moving()::draw);
    assertSame(file, isFaster);
  }

  /** Something that no frame shares with another. */
  private static final class Moving {
    private int number;

    void draw(AVFrame frame) {
      number++;
      for (int plane = 0; plane < 3; plane++) {
        int size = frame.linesize(plane) * (plane == 0 ? 48 : 24);
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
          values[i] = (byte) (60 + (i / 8 * 5 + number * 3 + plane * 40) % 128);
        }
        new BytePointer(frame.data(plane)).put(values, 0, size);
      }
    }
  }

  @Test
  void aFrameRateThatVaries() throws IOException {
    Path file = folder.resolve("varies.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 320, 240, 25)) {
      for (int i = 0; i < FRAMES; i++) {
        Duration time = Duration.ofMillis(40L * i + (i % 3) * 9 + (i > 60 ? 3000 : 0));
        writer.write(FILM.frameAt(time), time);
      }
    }
    assertSame(file, true);
  }

  /** Clocks that start again hold no time that could be looked for. */
  @Test
  void joinedRecordings() throws IOException {
    assertSame(Films.resource("joined.mpg", folder), false);
    assertSame(Films.resource("overflowing-clock.mpg", folder), false);
    Path mp4 = Films.resource("open-gop.mp4", folder);
    byte[] once = Files.readAllBytes(Films.remux(mp4, folder.resolve("once.ts"), "mpegts"));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(once);
    joined.write(once);
    assertSame(Files.write(folder.resolve("joined.ts"), joined.toByteArray()), false);
  }

  @Test
  void turnedAndLateVideos() throws IOException {
    assertSame(Films.resource("mirrored.mp4", folder), true);
    assertSame(Films.resource("late-sound.avi", folder), false);
    Path mp4 = Films.resource("open-gop.mp4", folder);
    Path late = Films.afterSilence(mp4, folder.resolve("late.mkv"), "matroska", ofSeconds(3));
    assertSame(late, true);
  }

  @Test
  void damageBeforeTheTimeIsReported() throws IOException {
    Path mp4 = Films.mp4(folder.resolve("once.mp4"), FILM, 60);
    byte[] once = Files.readAllBytes(Films.remux(mp4, folder.resolve("once.ts"), "mpegts"));
    int at = once.length / 188 / 2;
    ByteArrayOutputStream torn = new ByteArrayOutputStream();
    torn.write(once, 0, at * 188);
    torn.write(Arrays.copyOfRange(once, (at + 1) * 188, once.length));
    Path file = Files.write(folder.resolve("torn.ts"), torn.toByteArray());
    try (VideoReader reader = VideoReader.open(file)) {
      reader.seek(ofSeconds(2));
      assertThatThrownBy(reader::next)
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("damaged after");
      reader.seek(Duration.ofMillis(200));
      assertThat(reader.next().index()).isEqualTo(5);
    }
  }

  @Test
  void aVideoThatIsCutShortIsReadFromATimeToItsEnd() throws IOException {
    byte[] whole = Files.readAllBytes(Films.resource("no-cues.mkv", folder));
    Path file = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(whole, whole.length * 2 / 3));
    List<Frame> all = readWhatIsThere(file, Duration.ZERO);
    assertThat(readWhatIsThere(file, ofSeconds(1)))
        .hasSize(all.size() - 25)
        .first()
        .satisfies(frame -> assertThat(frame.index()).isEqualTo(25));
  }

  private static List<Frame> readWhatIsThere(Path file, Duration from) {
    List<Frame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file)) {
      reader.seek(from);
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining("(frame ");
    }
    return frames;
  }

  @Test
  void closedInterruptedOrNegative() throws IOException {
    Path file = Films.resource("open-gop.mp4", folder);
    VideoReader reader = VideoReader.open(file);
    assertThatThrownBy(() -> reader.seek(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> reader.seek(ofSeconds(3)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(reader.next().index()).as("where it was").isZero();
    Files.delete(file);
    assertThatThrownBy(() -> reader.seek(ofSeconds(3)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("open-gop.mp4");
    assertThat(reader.next().index()).as("where it was").isEqualTo(1);
    reader.close();
    assertThatThrownBy(() -> reader.seek(ofSeconds(3))).isInstanceOf(IllegalStateException.class);
  }

  /** At whatever moment, another thread's close ends a seek, and nothing is left open. */
  @Test
  void closedByAnotherThreadWhileItSeeks() throws Exception {
    Path file = Films.resource("open-gop.mp4", folder);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 30; round++) {
        VideoReader reader = VideoReader.open(file);
        CountDownLatch seeking = new CountDownLatch(1 + round % 5);
        Future<?> seeks =
            threads.submit(
                () -> {
                  while (true) {
                    seeking.countDown();
                    reader.seek(ofSeconds(5));
                  }
                });
        seeking.await();
        reader.close();
        assertThatThrownBy(() -> seeks.get(60, TimeUnit.SECONDS))
            .hasCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining("is closed");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertSame(Path file, boolean isFaster) throws IOException {
    List<Frame> all;
    try (VideoReader reader = VideoReader.open(file)) {
      all = Films.readAll(reader);
      int[] wanted =
          IntStream.of(0, 1, 2, 11, 12, 13, 24, 25, 26, 27, 49, 50, 60, 74, 75, 76, 99)
              .filter(frame -> frame < all.size())
              .toArray();
      for (int first : wanted) {
        Duration time = all.get(first).time();
        assertRest(reader, time, all.subList(first, all.size()));
        assertRest(reader, time.plusNanos(1), all.subList(first + 1, all.size()));
      }
      assertRest(reader, ofSeconds(1000), List.of());
    }
    Duration last = all.get(all.size() - 1).time();
    try (Demuxer demuxer =
        Demuxer.open(file, PixelLimit.of(file, ImageLimits.DEFAULT), new Interruption())) {
      long skipped = EntryPoint.before(last, demuxer).packets();
      assertThat(skipped > all.size() / 3).as("packets of %s skipped", file).isEqualTo(isFaster);
    }
  }

  private static void assertRest(VideoReader reader, Duration time, List<Frame> expected) {
    reader.seek(time);
    List<Frame> rest = Films.readAll(reader);
    assertThat(rest).as("frames from %s", time).hasSameSizeAs(expected);
    for (int i = 0; i < rest.size(); i++) {
      Frame got = rest.get(i);
      Frame want = expected.get(i);
      assertThat(got.index()).as("number of frame %s from %s", i, time).isEqualTo(want.index());
      assertThat(got.time()).isEqualTo(want.time());
      ByteBuffer pixels = got.image().pixels();
      assertThat(pixels.equals(want.image().pixels())).as("pixels of %s", want.index()).isTrue();
    }
  }

  private static Duration ofSeconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
