package io.github.deepfer.opencv.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageWriterTest {
  private static final int WIDTH = 31;
  private static final int HEIGHT = 17;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void aPngHasExactlyThePixels(PixelFormat format) throws Exception {
    Path file = folder.resolve(format + ".png");
    ImageWriter.write(file, picture(format));
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(WIDTH);
    assertThat(read.getHeight()).isEqualTo(HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] samples = read.getRaster().getPixel(x, y, (int[]) null);
        assertThat(samples[0])
            .as("red of %s,%s", x, y)
            .isEqualTo(format == PixelFormat.GRAY ? blue(x) : red(x, y));
        assertThat(samples[samples.length - 1]).as("blue of %s,%s", x, y).isEqualTo(blue(x));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.JPEG", "a.png", "a.bmp", "a.webp", "Grüße 表情 .png"})
  void whatIsWrittenCanBeRead(String name) {
    Path file = folder.resolve(name);
    ImageWriter.write(file, picture(PixelFormat.RGB));
    Image read = Image.read(file);
    assertThat(read.width()).isEqualTo(WIDTH);
    assertThat(read.height()).isEqualTo(HEIGHT);
  }

  @Test
  void replacesAFileAndLeavesNoOther() throws Exception {
    Path file = Files.writeString(folder.resolve("a.png"), "old");
    ImageWriter.write(file, picture(PixelFormat.BGR));
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(WIDTH);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void aFailureNamesTheFileAndLeavesNothing() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("taken.png").resolve("x"));
    for (Path file :
        new Path[] {
          folder.resolve("a.tiff"),
          folder.resolve("noextension"),
          folder.resolve("missing").resolve("a.png"),
          directory.getParent()
        }) {
      assertThatThrownBy(() -> ImageWriter.write(file, picture(PixelFormat.RGB)))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining(file.toString());
    }
    assertThat(files()).containsExactly(directory.getParent());
  }

  private Path[] files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toArray(Path[]::new);
    }
  }

  private static int red(int x, int y) {
    return 3 * x + 5 * y;
  }

  private static int blue(int x) {
    return 255 - 2 * x;
  }

  private static Image picture(PixelFormat format) {
    int size = format.bytesPerPixel();
    byte[] pixels = new byte[WIDTH * HEIGHT * size];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      pixels[i * size + format.red()] = (byte) red(i % WIDTH, i / WIDTH);
      pixels[i * size + format.blue()] = (byte) blue(i % WIDTH);
    }
    return Image.wrap(pixels, WIDTH, HEIGHT, format);
  }
}
