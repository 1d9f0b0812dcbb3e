package io.github.deepfer.it;

import io.github.deepfer.api.Image;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.nio.ByteBuffer;

/** A picture small enough to be analyzed thousands of times. */
final class SmallScene {
  private static final int STEP = 4;

  private SmallScene() {}

  /** The portrait with every fourth pixel of every fourth row: 120x160, one face of 62 pixels. */
  static Image oneFace() {
    Image portrait =
        Scenes.all().stream()
            .filter(scene -> scene.name().equals("portrait-happy"))
            .map(Scene::image)
            .findFirst()
            .orElseThrow();
    int size = portrait.format().bytesPerPixel();
    int width = portrait.width() / STEP;
    int height = portrait.height() / STEP;
    ByteBuffer source = portrait.pixels();
    byte[] pixels = new byte[width * height * size];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        source.get(
            y * STEP * portrait.stride() + x * STEP * size, pixels, (y * width + x) * size, size);
      }
    }
    return Image.wrap(pixels, width, height, portrait.format());
  }
}
