package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames come upright and in square pixels. */
class GeometryTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);
  private static final int ONE = 1 << 16;

  @TempDir Path folder;

  /** As {@code scale=iw*sar:ih} computes it. */
  @ParameterizedTest
  @CsvSource({
    "180, 240, 16, 9, 320",
    "720, 576, 64, 45, 1024",
    "720, 480, 8, 9, 640",
    "960, 1080, 2, 1, 1920",
    "320, 240, 4, 3, 426",
    "320, 240, 1, 1, 320",
    "320, 240, 0, 1, 320",
    "320, 240, 0, 0, 320",
    "320, 240, -4, 3, 320",
    "320, 240, 1000, 1, 320",
    "320, 240, 1, 1000, 320",
    "1, 240, 1, 4, 1"
  })
  void rowsAreStretchedByTheShapeOfPixels(int width, int height, int num, int den, int square) {
    Geometry geometry = Geometry.of(width, height, num, den, Orientation.STORED);
    assertThat(geometry.width()).isEqualTo(square);
    assertThat(geometry.height()).isEqualTo(height);
    Geometry turned = Geometry.of(width, height, num, den, new Orientation(true, false, true));
    assertThat(turned.width()).isEqualTo(height);
    assertThat(turned.height()).isEqualTo(square);
  }

  /** The eight ways to lay a picture; the matrix as a track's header has it. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1",
    "-1, 0, 0, 1",
    "1, 0, 0, -1",
    "-1, 0, 0, -1",
    "0, 1, 1, 0",
    "0, -1, 1, 0",
    "0, 1, -1, 0",
    "0, -1, -1, 0"
  })
  void allOrientationsAreApplied(int a, int b, int c, int d) throws Exception {
    Path file = Films.mp4(folder.resolve("video.mp4"), FILM, 1);
    Image stored = Films.only(file);
    turn(file, a, b, c, d);
    assertTurned(stored, Films.only(file), a, b, c, d);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.width()).isEqualTo(a == 0 ? 240 : 320);
      assertThat(reader.height()).isEqualTo(a == 0 ? 320 : 240);
    }
  }

  /** Pixels are stretched along the stored rows, wherever these come to lie. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0, 1", "0, 1, -1, 0", "0, 1, 1, 0", "-1, 0, 0, 1"})
  void narrowPixelsMayBeTurnedToo(int a, int b, int c, int d) throws Exception {
    Path file = Films.resource("anamorphic-16-9.mp4", folder);
    Image stored = first(file);
    assertThat(stored.width()).isEqualTo(320);
    assertThat(stored.height()).isEqualTo(240);
    turn(file, a, b, c, d);
    assertTurned(stored, first(file), a, b, c, d);
  }

  /** H.264 says it (SEI, display orientation) with the key frame only. */
  @Test
  void whatTheCodecSaysOfAFrameHoldsForThoseAfterIt() throws Exception {
    Path file = Films.resource("turned-by-its-codec.mp4", folder);
    try (VideoReader reader = VideoReader.open(file)) {
      List<Frame> frames = Films.readAll(reader);
      assertThat(frames).hasSize(5);
      for (Frame frame : frames) {
        Image image = frame.image();
        assertThat(image.width()).isEqualTo(48);
        assertThat(image.height()).isEqualTo(32);
        // The left half is stored white, and turned to the left.
        assertThat(image.pixels().get(0) & 0xFF).isLessThan(8);
        assertThat(image.pixels().get(31 * image.stride()) & 0xFF).isGreaterThan(247);
      }
    }
  }

  /** As FFmpeg's program shows it: what was said holds until something else is. */
  @Test
  void whatTheCodecSaidHoldsOverAJoint() throws Exception {
    Path turned = Films.resource("turned-by-its-codec.mp4", folder);
    Path plain =
        Encoded.video(
            folder.resolve("plain.mp4"),
            "libopenh264",
            5,
            encoder -> encoder.width(32).height(48).pix_fmt(avutil.AV_PIX_FMT_YUV420P),
            GeometryTest::whitenLeftHalf);
    byte[] said = Files.readAllBytes(Films.remux(turned, folder.resolve("turned"), "h264"));
    byte[] silent = Files.readAllBytes(Films.remux(plain, folder.resolve("plain"), "h264"));
    assertThat(whereWhiteIs(said, silent)).isEqualTo("bottom".repeat(10));
    assertThat(whereWhiteIs(silent, said)).isEqualTo("left".repeat(5) + "bottom".repeat(5));
  }

  private static void whitenLeftHalf(AVFrame frame) {
    for (int plane = 0; plane < 3; plane++) {
      int width = plane == 0 ? 32 : 16;
      for (int i = 0; i < width * (plane == 0 ? 48 : 24); i++) {
        int luma = i % width < 16 ? 235 : 16;
        long at = (long) (i / width) * frame.linesize(plane) + i % width;
        frame.data(plane).put(at, (byte) (plane == 0 ? luma : 128));
      }
    }
  }

  private String whereWhiteIs(byte[] first, byte[] second) throws IOException {
    Path file = folder.resolve("joined.h264");
    Files.write(file, first);
    Files.write(file, second, StandardOpenOption.APPEND);
    StringBuilder places = new StringBuilder();
    try (VideoReader reader = VideoReader.open(file)) {
      for (Frame frame : Films.readAll(reader)) {
        Image image = frame.image();
        boolean topLeft = (image.pixels().get(0) & 0xFF) > 200;
        boolean bottomLeft =
            (image.pixels().get((image.height() - 1) * image.stride()) & 0xFF) > 200;
        boolean wide = image.width() > image.height();
        places.append(
            wide && bottomLeft && !topLeft ? "bottom" : !wide && topLeft ? "left" : "elsewhere");
      }
    }
    return places.toString();
  }

  private static Image first(Path file) {
    try (VideoReader reader = VideoReader.open(file)) {
      return Films.readAll(reader).get(0).image();
    }
  }

  /** Writes the matrix of the last track's header (ISO/IEC 14496-12, tkhd). */
  private static void turn(Path file, int a, int b, int c, int d) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int header = new String(bytes.array(), StandardCharsets.ISO_8859_1).lastIndexOf("tkhd");
    int matrix = header + 44;
    assertThat(bytes.getInt(matrix)).isEqualTo(ONE);
    bytes.putInt(matrix, a * ONE);
    bytes.putInt(matrix + 4, b * ONE);
    bytes.putInt(matrix + 12, c * ONE);
    bytes.putInt(matrix + 16, d * ONE);
    Files.write(file, bytes.array());
  }

  /** (x, y) goes to (ax + cy, bx + dy), moved into the picture. */
  private static void assertTurned(Image stored, Image turned, int a, int b, int c, int d) {
    assertThat(turned.width()).isEqualTo(a == 0 ? stored.height() : stored.width());
    assertThat(turned.height()).isEqualTo(a == 0 ? stored.width() : stored.height());
    for (int y = 0; y < stored.height(); y += 7) {
      for (int x = 0; x < stored.width(); x += 7) {
        int toX = a * x + c * y + (a + c < 0 ? turned.width() - 1 : 0);
        int toY = b * x + d * y + (b + d < 0 ? turned.height() - 1 : 0);
        for (int i = 0; i < 3; i++) {
          assertThat(turned.pixels().get(toY * turned.stride() + 3 * toX + i))
              .isEqualTo(stored.pixels().get(y * stored.stride() + 3 * x + i));
        }
      }
    }
  }
}
