package io.github.deepfer.opencv.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.testkit.FuzzRun;
import io.github.deepfer.testkit.Mutator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged pictures are pictures within the limits or image errors, in a process of their own since
 * the codecs are native. More cases than in every build: {@code -Dfer.fuzz.cases=N} and {@code
 * -Dfer.fuzz.seed=N}.
 */
final class ImageFuzzTest {
  private static final long SEED = Long.getLong("fer.fuzz.seed", 20261124);
  private static final int CASES = Integer.getInteger("fer.fuzz.cases", 10_000);

  /** 16 bits in four channels are 32 MB at the limit; codecs hold a few such, the heap 512 MiB. */
  private static final ImageLimits LIMITS = new ImageLimits(4_000_000, 1 << 20);

  private static final long MOST_KIB = 1024 * 1024;

  @TempDir Path folder;

  @Test
  void decodingEndsWellOnAnything() throws Exception {
    FuzzRun run =
        FuzzRun.of(Decoding.class, SEED, CASES, folder, Map.of("OPENCV_LOG_LEVEL", "SILENT"));
    assertThat(run.exitCode())
        .as("case %s of seed %s: %s", run.lastCase(), SEED, run.output())
        .isZero();
    assertThat(run.output()).contains("cases=" + CASES);
    assertThat(run.peakKib()).isLessThan(MOST_KIB);
  }

  /** Decodes damaged files of every format. */
  public static final class Decoding implements FuzzRun.Target {
    private final List<byte[]> files = new ArrayList<>();

    /** For {@link FuzzRun}. */
    public Decoding() throws IOException {
      for (String format : List.of("png", "jpeg", "bmp", "gif")) {
        files.add(written(format, BufferedImage.TYPE_INT_RGB));
      }
      files.add(written("png", BufferedImage.TYPE_BYTE_INDEXED));
      files.add(written("png", BufferedImage.TYPE_USHORT_GRAY));
      files.add(written("png", BufferedImage.TYPE_INT_ARGB));
      files.add(withExif(written("jpeg", BufferedImage.TYPE_BYTE_GRAY)));
      OpenCv.load();
      files.add(webp(80));
      // Lossless.
      files.add(webp(101));
    }

    @Override
    public void run(int number, Mutator mutator) {
      byte[] sound = files.get(number % files.size());
      byte[] file = mutator.mutate(sound);
      // The codec looks no further than a wrong checksum, so that half of them are made right.
      if (number / files.size() % 2 == 0) {
        Png.correctChecksums(file);
      }
      try {
        Image image = Image.decode(file, LIMITS);
        if ((long) image.width() * image.height() > LIMITS.maxPixels()) {
          throw new AssertionError(image + " exceeds the limits");
        }
        ByteBuffer pixels = image.pixels();
        pixels.get(new byte[pixels.remaining()]);
      } catch (ImageException e) {
        // What is documented.
      }
    }

    private static BufferedImage picture(int type) {
      BufferedImage picture = new BufferedImage(37, 29, type);
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          picture.setRGB(x, y, 0xFF000000 + x * 7919 + y * 104729 + x * y);
        }
      }
      return picture;
    }

    private static byte[] written(String format, int type) throws IOException {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      if (!ImageIO.write(picture(type), format, file)) {
        throw new IOException("no writer for " + format);
      }
      return file.toByteArray();
    }

    /** A segment with a TIFF structure of one tag, the orientation (CIPA DC-008). */
    private static byte[] withExif(byte[] jpeg) {
      ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
      file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
      file.put("Exif\0\0II".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN);
      file.putShort((short) 42).putInt(8).putShort((short) 1);
      file.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(6).putInt(0);
      return file.put(jpeg, 2, jpeg.length - 2).array();
    }

    private static byte[] webp(int quality) throws IOException {
      byte[] png = written("png", BufferedImage.TYPE_INT_RGB);
      try (BytePointer bytes = new BytePointer(png);
          Mat encoded = new Mat(1, png.length, opencv_core.CV_8UC1, bytes);
          Mat picture = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR);
          BytePointer file = new BytePointer();
          BytePointer extension = new BytePointer(".webp");
          IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
        if (!opencv_imgcodecs.imencode(extension, picture, file, options)) {
          throw new IOException("no writer for WebP");
        }
        byte[] result = new byte[(int) file.limit()];
        file.get(result);
        return result;
      }
    }
  }

  /** PNG chunks (ISO/IEC 15948): length, type, data, checksum of the latter two. */
  private static final class Png {
    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;

    private Png() {}

    static void correctChecksums(byte[] file) {
      ByteBuffer bytes = ByteBuffer.wrap(file);
      int at = SIGNATURE;
      while (file.length - at >= OVERHEAD) {
        int length = bytes.getInt(at);
        if (length < 0 || length > file.length - at - OVERHEAD || file[1] != 'P') {
          return;
        }
        CRC32 checksum = new CRC32();
        checksum.update(file, at + 4, length + 4);
        bytes.putInt(at + 8 + length, (int) checksum.getValue());
        at += length + OVERHEAD;
      }
    }
  }
}
