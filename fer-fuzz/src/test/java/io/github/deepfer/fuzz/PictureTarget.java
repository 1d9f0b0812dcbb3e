package io.github.deepfer.fuzz;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.fixtures.DamagedPictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file is a picture within the limits, whose pixels can be read, or an image error. */
final class PictureTarget implements Target {
  static final long PIXELS = 1_000_000;

  private final ImageLimits limits;
  private final List<String> extensions;

  PictureTarget(long maxPixels, String... extensions) {
    limits = new ImageLimits(maxPixels, 1 << 20);
    this.extensions = Arrays.asList(extensions);
  }

  @Override
  public void run(byte[] input) {
    try {
      Image image = Image.decode(input, limits);
      if ((long) image.width() * image.height() > limits.maxPixels()) {
        throw new AssertionError(image + " exceeds the limits");
      }
      ByteBuffer pixels = image.pixels();
      pixels.get(new byte[pixels.remaining()]);
    } catch (ImageException e) {
      // What is documented.
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>(Seeds.withExtension(extensions));
    for (byte[] file : new DamagedPictures().soundFiles()) {
      if (extensions.contains(Seeds.extension(file))) {
        seeds.add(file);
      }
    }
    return seeds;
  }
}
