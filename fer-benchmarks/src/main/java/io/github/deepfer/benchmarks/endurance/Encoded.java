package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.testkit.Scenes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A picture of two faces as files, which nobody changes. */
final class Encoded {
  private final byte[] png;
  private final byte[] jpeg;

  private Encoded(byte[] png, byte[] jpeg) {
    this.png = png;
    this.jpeg = jpeg;
  }

  static Encoded pair() throws IOException {
    try (InputStream stream = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      byte[] png = Objects.requireNonNull(stream, "pictures/pair.png").readAllBytes();
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(ImageIO.read(new ByteArrayInputStream(png)), "jpeg", jpeg);
      return new Encoded(png, jpeg.toByteArray());
    }
  }

  byte[] png() {
    return png;
  }

  byte[] jpeg() {
    return jpeg;
  }
}
