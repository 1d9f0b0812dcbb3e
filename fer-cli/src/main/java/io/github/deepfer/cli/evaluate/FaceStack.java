package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Faces of one size and format under each other, so that one run classifies them all. Each is
 * surrounded by its own edge pixels, as a crop that reaches outside a picture is, so that no face
 * sees its neighbour.
 *
 * @param image the picture of all faces
 * @param boxes where each face is
 */
record FaceStack(Image image, List<Box> boxes) {
  static boolean fit(Image one, Image other) {
    return one.width() == other.width()
        && one.height() == other.height()
        && one.format() == other.format();
  }

  static FaceStack of(List<Image> faces) {
    Image first = faces.get(0);
    int marginX = (first.width() + 1) / 2;
    int marginY = (first.height() + 1) / 2;
    int cellWidth = first.width() + 2 * marginX;
    int cellHeight = first.height() + 2 * marginY;
    byte[] pixels =
        new byte[cellWidth * cellHeight * faces.size() * first.format().bytesPerPixel()];
    List<Box> boxes = new ArrayList<>(faces.size());
    for (int i = 0; i < faces.size(); i++) {
      copy(faces.get(i), marginX, marginY, pixels, i);
      boxes.add(new Box(marginX, i * cellHeight + marginY, first.width(), first.height()));
    }
    return new FaceStack(
        Image.wrap(pixels, cellWidth, cellHeight * faces.size(), first.format()), boxes);
  }

  private static void copy(Image face, int marginX, int marginY, byte[] target, int index) {
    int size = face.format().bytesPerPixel();
    int cellWidth = face.width() + 2 * marginX;
    int cellHeight = face.height() + 2 * marginY;
    ByteBuffer source = face.pixels();
    int at = index * cellWidth * cellHeight * size;
    for (int y = 0; y < cellHeight; y++) {
      int row = clamp(y - marginY, face.height() - 1) * face.stride();
      for (int x = 0; x < cellWidth; x++) {
        source.get(row + clamp(x - marginX, face.width() - 1) * size, target, at, size);
        at += size;
      }
    }
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(value, most));
  }
}
