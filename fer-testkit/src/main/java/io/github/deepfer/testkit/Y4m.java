package io.github.deepfer.testkit;

import io.github.deepfer.api.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** YUV4MPEG2 as yuv4mpeg(5) of the MJPEG tools describes it, 4:2:0 in BT.601 video levels. */
final class Y4m {
  private Y4m() {}

  static void write(SampleFilm film, OutputStream out, int frames) throws IOException {
    int width = film.width() & ~1;
    int height = film.height() & ~1;
    String header =
        "YUV4MPEG2 W"
            + width
            + " H"
            + height
            + " F"
            + SampleFilm.FRAME_RATE
            + ":1 Ip A1:1 C420jpeg";
    out.write((header + "\n").getBytes(StandardCharsets.US_ASCII));
    byte[] planes = new byte[width * height * 3 / 2];
    for (int i = 0; i < frames; i++) {
      fill(
          planes,
          width,
          height,
          film.frameAt(Duration.ofMillis(1000L * i / SampleFilm.FRAME_RATE)));
      out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      out.write(planes);
    }
  }

  private static void fill(byte[] planes, int width, int height, Image image) {
    ByteBuffer rgb = image.pixels();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * image.stride() + 3 * x;
        double r = rgb.get(at) & 0xFF;
        double g = rgb.get(at + 1) & 0xFF;
        double b = rgb.get(at + 2) & 0xFF;
        planes[y * width + x] = (byte) Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
        if ((x & 1) == 0 && (y & 1) == 0) {
          int chroma = width * height + y / 2 * (width / 2) + x / 2;
          planes[chroma] = (byte) Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
          planes[chroma + width * height / 4] =
              (byte) Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
        }
      }
    }
  }
}
