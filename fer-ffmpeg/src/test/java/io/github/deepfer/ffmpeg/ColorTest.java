package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Colours are those that were stored, computed here by the equations of ITU-R BT.601, BT.709,
 * BT.2020 (non-constant luminance) and BT.2100 for either range.
 */
class ColorTest {
  private static final int PATCH = 32;
  private static final int[][] COLORS = {
    {0, 0, 0}, {255, 255, 255}, {128, 128, 128}, {200, 30, 40},
    {30, 180, 60}, {40, 60, 220}, {224, 172, 148}, {16, 235, 120}
  };

  /** Of the rounding of three stored values and of the result. */
  private static final int MAX_ERROR = 2;

  @TempDir Path folder;

  /** How the values of a video are stored. */
  private record Storage(
      String codec, String container, String pixels, String matrix, boolean full) {}

  static List<Storage> storages() {
    List<Storage> storages = new ArrayList<>();
    for (String matrix : List.of("bt601", "bt709", "bt2020")) {
      for (boolean full : new boolean[] {true, false}) {
        for (String pixels : List.of("yuv420p", "yuv422p10le", "yuv444p12le")) {
          storages.add(new Storage("ffv1", "mkv", pixels, matrix, full));
        }
        storages.add(new Storage("libvpx-vp9", "webm", "yuv444p", matrix, full));
      }
    }
    storages.add(new Storage("mjpeg", "avi", "yuvj444p", "bt601", true));
    storages.add(new Storage("prores_ks", "mov", "yuv422p10le", "bt709", false));
    storages.add(new Storage("mpeg2video", "mpg", "yuv420p", "bt709", false));
    storages.add(new Storage("libopenh264", "mp4", "yuv420p", "bt709", false));
    return storages;
  }

  @ParameterizedTest
  @MethodSource("storages")
  void rangeAndMatrixAreThoseOfTheVideo(Storage storage) {
    Path file = folder.resolve("video." + storage.container());
    int matrix =
        switch (storage.matrix()) {
          case "bt709" -> avutil.AVCOL_SPC_BT709;
          case "bt2020" -> avutil.AVCOL_SPC_BT2020_NCL;
          default -> avutil.AVCOL_SPC_SMPTE170M;
        };
    int range = storage.full() ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG;
    Encoded.video(
        file,
        storage.codec(),
        2,
        encoder -> prepare(encoder, storage.pixels()).colorspace(matrix).color_range(range),
        frame -> fill(frame, storage.matrix(), storage.full()));
    boolean lossless = storage.codec().equals("ffv1");
    assertColors(file, lossless ? MAX_ERROR : 3 * MAX_ERROR);
  }

  /** As the ffmpeg program takes it, whatever the size. */
  @ParameterizedTest
  @CsvSource({"1", "8"})
  void whereNothingIsSaidTheRangeIsLimitedAndTheMatrixThatOfBt601(int scale) {
    Path file = folder.resolve("video.mkv");
    Encoded.video(
        file,
        "ffv1",
        1,
        encoder -> {
          prepare(encoder, "yuv420p");
          encoder.width(encoder.width() * scale).height(encoder.height() * scale);
        },
        frame -> fill(frame, "bt601", false));
    assertColors(file, MAX_ERROR);
  }

  /** Grey and RGB have no matrix. */
  @Test
  void greyIsTakenAsItIsStored() {
    Path file = folder.resolve("video.mkv");
    Encoded.video(
        file,
        "ffv1",
        1,
        encoder -> prepare(encoder, "gray").color_range(avutil.AVCOL_RANGE_JPEG),
        frame -> {
          for (int i = 0; i < COLORS.length; i++) {
            fillPatch(frame, 0, i, COLORS[i][0]);
          }
        });
    Image image = Films.only(file);
    for (int i = 0; i < COLORS.length; i++) {
      assertThat(pixel(image, i)).containsOnly(COLORS[i][0]);
    }
  }

  private static AVCodecContext prepare(AVCodecContext encoder, String pixels) {
    return encoder
        .width(PATCH * COLORS.length / 2)
        .height(PATCH * 2)
        .pix_fmt(avutil.av_get_pix_fmt(pixels))
        .gop_size(1)
        .global_quality(avutil.FF_QP2LAMBDA)
        .flags(encoder.flags() | avcodec.AV_CODEC_FLAG_QSCALE)
        .bit_rate(20_000_000);
  }

  private static void fill(AVFrame frame, String matrix, boolean full) {
    for (int i = 0; i < COLORS.length; i++) {
      double[] yuv = yuv(COLORS[i], matrix);
      int depth = avutil.av_pix_fmt_desc_get(frame.format()).comp(0).depth();
      double unit = Math.pow(2, depth - 8);
      double max = Math.pow(2, depth) - 1;
      double middle = 128 * unit;
      fillPatch(frame, 0, i, full ? yuv[0] * max : (219 * yuv[0] + 16) * unit);
      fillPatch(frame, 1, i, full ? yuv[1] * max + middle : 224 * unit * yuv[1] + middle);
      fillPatch(frame, 2, i, full ? yuv[2] * max + middle : 224 * unit * yuv[2] + middle);
    }
  }

  /** Luma from 0 to 1 and the differences from -0.5 to 0.5. */
  private static double[] yuv(int[] rgb, String matrix) {
    double kr = matrix.equals("bt601") ? 0.299 : matrix.equals("bt709") ? 0.2126 : 0.2627;
    double kb = matrix.equals("bt601") ? 0.114 : matrix.equals("bt709") ? 0.0722 : 0.0593;
    double r = rgb[0] / 255.0;
    double g = rgb[1] / 255.0;
    double b = rgb[2] / 255.0;
    double y = kr * r + (1 - kr - kb) * g + kb * b;
    return new double[] {y, (b - y) / (2 * (1 - kb)), (r - y) / (2 * (1 - kr))};
  }

  /** Fills the part of a plane that belongs to one colour, in a grid of two rows. */
  private static void fillPatch(AVFrame frame, int plane, int patch, double value) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
    int shiftX = plane == 0 ? 0 : format.log2_chroma_w();
    int shiftY = plane == 0 ? 0 : format.log2_chroma_h();
    int bytes = (format.comp(0).depth() + 7) / 8;
    int columns = COLORS.length / 2;
    int width = (frame.width() >> shiftX) / columns;
    int height = (frame.height() >> shiftY) / 2;
    int stride = frame.linesize(plane);
    ByteBuffer pixels =
        new BytePointer(frame.data(plane))
            .capacity((long) stride * (frame.height() >> shiftY))
            .asByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    short rounded =
        (short) Math.max(0, Math.min(Math.round(value), (1 << format.comp(0).depth()) - 1));
    for (int y = patch / columns * height; y < (patch / columns + 1) * height; y++) {
      for (int x = patch % columns * width; x < (patch % columns + 1) * width; x++) {
        int at = y * stride + x * bytes;
        if (bytes == 1) {
          pixels.put(at, (byte) rounded);
        } else {
          pixels.putShort(at, rounded);
        }
      }
    }
  }

  private static void assertColors(Path file, int maxError) {
    try (VideoReader reader = VideoReader.open(file)) {
      Image image = Films.readAll(reader).get(0).image();
      for (int i = 0; i < COLORS.length; i++) {
        int[] pixel = pixel(image, i);
        for (int c = 0; c < 3; c++) {
          assertThat(pixel[c])
              .as("channel %s of patch %s", c, i)
              .isCloseTo(COLORS[i][c], within(maxError));
        }
      }
    }
  }

  /** Red, green and blue of the middle of a patch. */
  private static int[] pixel(Image image, int patch) {
    int columns = COLORS.length / 2;
    int width = image.width() / columns;
    int height = image.height() / 2;
    int x = patch % columns * width + width / 2;
    int y = patch / columns * height + height / 2;
    int at = y * image.stride() + 3 * x;
    ByteBuffer bgr = image.pixels();
    return new int[] {bgr.get(at + 2) & 0xFF, bgr.get(at + 1) & 0xFF, bgr.get(at) & 0xFF};
  }
}
