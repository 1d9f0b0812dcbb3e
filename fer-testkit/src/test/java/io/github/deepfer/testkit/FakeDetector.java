package io.github.deepfer.testkit;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.support.CloseGuard;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A detector that keeps the contract: it knows the faces of the scenes by some of their pixels. */
class FakeDetector implements FaceDetector {
  private static final int SAMPLES = 12;
  private static final float BEST_SCORE = 0.9f;

  private final CloseGuard guard = new CloseGuard("fake detector");

  @Override
  public List<DetectedFace> detect(Image image) {
    return guard.call(() -> find(image));
  }

  List<DetectedFace> find(Image image) {
    // The contract's largest picture is a scene with each pixel repeated.
    int factor = image.width() > 4000 ? image.width() / Scenes.smallest().image().width() : 1;
    List<DetectedFace> found = new ArrayList<>();
    for (Scene scene : Scenes.all()) {
      for (Scene.LabelledFace face : scene.faces()) {
        find(image, factor, scene.image(), face.box(), found);
      }
    }
    return found;
  }

  private void find(Image image, int factor, Image scene, Box face, List<DetectedFace> found) {
    int[] expected = new int[SAMPLES * SAMPLES];
    int[] offsets = new int[expected.length];
    ByteBuffer known = scene.pixels();
    for (int i = 0; i < expected.length; i++) {
      int x = face.width() * (i % SAMPLES) / SAMPLES;
      int y = face.height() * (i / SAMPLES) / SAMPLES;
      expected[i] = known.get((face.y() + y) * scene.stride() + (face.x() + x) * 3);
      offsets[i] = (y * rowBytes(image) + x * image.format().bytesPerPixel()) * factor;
    }
    int width = image.width() / factor;
    int height = image.height() / factor;
    boolean whole = width == scene.width() && height == scene.height();
    if (!whole && (width > scene.width() || height > 2 * scene.height())) {
      return; // the contract's pictures are scenes and parts of them
    }
    ByteBuffer pixels = image.pixels();
    for (int y = whole ? face.y() : 0; y + face.height() <= height; y++) {
      for (int x = whole ? face.x() : 0; x + face.width() <= width; x++) {
        int at = (y * rowBytes(image) + x * image.format().bytesPerPixel()) * factor + red(image);
        if (matches(pixels, at, offsets, expected)) {
          Box box = new Box(x * factor, y * factor, face.width() * factor, face.height() * factor);
          found.add(new DetectedFace(box, BEST_SCORE - found.size() / 100f, landmarks(box)));
        }
        if (whole) {
          return;
        }
      }
    }
  }

  private static boolean matches(ByteBuffer pixels, int at, int[] offsets, int[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (pixels.get(at + offsets[i]) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  int rowBytes(Image image) {
    return image.stride();
  }

  int red(Image image) {
    return image.format().red();
  }

  static Landmarks landmarks(Box box) {
    return new Landmarks(
        at(box, 0.3f, 0.3f),
        at(box, 0.7f, 0.3f),
        at(box, 0.5f, 0.5f),
        at(box, 0.35f, 0.8f),
        at(box, 0.65f, 0.8f));
  }

  private static Point at(Box box, float x, float y) {
    return new Point(box.x() + x * box.width(), box.y() + y * box.height());
  }

  @Override
  public Framing framing() {
    return Framing.BOX;
  }

  @Override
  public BackendInfo info() {
    return BackendInfo.builder("fake").library("fake", "1").build();
  }

  @Override
  public void close() {
    guard.close(() -> {});
  }
}
