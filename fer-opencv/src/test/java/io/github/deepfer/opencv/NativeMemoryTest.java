package io.github.deepfer.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.opencv.io.OpenCvImageDecoderProvider;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

final class NativeMemoryTest {
  private static final int CALLS = 2000;
  private static final int ROUNDS = 3;

  /** A picture leaked per call would be 2000 times 27 kB, thrice the limit. */
  private static final long MAX_GROWTH_KIB = 16 * 1024;

  @Test
  @EnabledOnOs(LINUX)
  void thousandsOfCallsLeakNothing() throws Exception {
    byte[] noise = new byte[120 * 75 * 3];
    new Random(4).nextBytes(noise);
    Image image = Image.wrap(noise, 120, 75, PixelFormat.BGR);
    byte[] file = png();
    byte[] damaged = Arrays.copyOf(file, file.length / 2);
    damaged[30] ^= 0x55;
    OpenCvImageDecoderProvider decoder = new OpenCvImageDecoderProvider();
    try (HaarFaceDetector detector = HaarFaceDetector.builder().build()) {
      run(detector, decoder, image, file, damaged);
      // A leak grows in every round, the JVM's compilers only in some.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = residentKib();
        run(detector, decoder, image, file, damaged);
        least = Math.min(least, residentKib() - before);
      }
      assertThat(least).as("least growth of a round in KiB").isLessThan(MAX_GROWTH_KIB);
    }
  }

  private static void run(
      HaarFaceDetector detector,
      OpenCvImageDecoderProvider decoder,
      Image image,
      byte[] file,
      byte[] damaged) {
    for (int i = 0; i < CALLS; i++) {
      List<DetectedFace> found = detector.detect(image);
      assertThat(found).isNotNull();
      assertThat(decoder.decode(file).width()).isEqualTo(120);
      if (i % 10 == 0) {
        assertThat(catchThrowable(() -> decoder.decode(damaged)))
            .isInstanceOf(ImageException.class);
      }
    }
  }

  private static byte[] png() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(120, 75, BufferedImage.TYPE_3BYTE_BGR), "png", file);
    return file.toByteArray();
  }

  private static long residentKib() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
