package io.github.deepfer.api.internal.image.vp8;

import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.internal.image.file.Transparency;
import org.jspecify.annotations.Nullable;

/**
 * The colours of planes of which two are half as fine, by BT.601 in limited range. Between samples
 * of colour the nearest count three times as much as the next, in both directions, as in libwebp.
 */
record Chroma(Plane luma, Plane blue, Plane red, int width, int height) {
  void put(byte @Nullable [] opacity, PixelSink target, int first, int row) {
    int columns = (width + 1) / 2;
    int rows = (height + 1) / 2;
    for (int y = 0; y < height; y++) {
      int near = y / 2;
      int far = clamp(near + ((y & 1) == 1 ? 1 : -1), rows);
      for (int x = 0; x < width; x++) {
        int column = x / 2;
        int next = clamp(column + ((x & 1) == 1 ? 1 : -1), columns);
        int u = blend(blue, column, next, near, far);
        int v = blend(red, column, next, near, far);
        int light = (luma.get(luma.at(x, y)) * 19077) >> 8;
        target.set(
            first + y * row + x,
            eightBits(light + ((v * 26149) >> 8) - 14234),
            eightBits(light - ((u * 6419) >> 8) - ((v * 13320) >> 8) + 8708),
            eightBits(light + ((u * 33050) >> 8) - 17685),
            opacity == null ? Transparency.OPAQUE : opacity[y * width + x] & 0xFF);
      }
    }
  }

  private static int clamp(int index, int count) {
    return Math.max(0, Math.min(count - 1, index));
  }

  private static int blend(Plane plane, int column, int next, int near, int far) {
    return (9 * plane.get(plane.at(column, near))
            + 3 * plane.get(plane.at(next, near))
            + 3 * plane.get(plane.at(column, far))
            + plane.get(plane.at(next, far))
            + 8)
        >> 4;
  }

  private static int eightBits(int sixtyFourths) {
    return sixtyFourths < 0 ? 0 : Math.min(255, sixtyFourths >> 6);
  }
}
