package io.github.deepfer.api.internal.image.file;

import io.github.deepfer.api.Image;
import java.nio.ByteBuffer;

/**
 * The EXIF orientation tag 0x0112 (CIPA DC-008, section 4.6.4): how stored rows and columns map to
 * the upright picture.
 */
public enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  ROTATED_180(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  ROTATED_90(true, false, true),
  TRANSVERSED(true, true, true),
  ROTATED_270(true, true, false);

  private final boolean swapAxes;
  private final boolean fromRight;
  private final boolean fromBottom;

  /**
   * @param swapAxes upright x walks along stored rows
   * @param fromRight stored x runs from the right
   * @param fromBottom stored y runs from the bottom
   */
  Orientation(boolean swapAxes, boolean fromRight, boolean fromBottom) {
    this.swapAxes = swapAxes;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /** Values outside 1..8 mean nothing and leave the picture as stored. */
  public static Orientation ofTag(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  public int tag() {
    return ordinal() + 1;
  }

  public Image apply(Image stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int size = stored.format().bytesPerPixel();
    int width = swapAxes ? stored.height() : stored.width();
    int height = swapAxes ? stored.width() : stored.height();
    int stepX = (swapAxes ? stored.stride() : size) * (reversedX() ? -1 : 1);
    int stepY = (swapAxes ? size : stored.stride()) * (reversedY() ? -1 : 1);
    int start =
        (fromRight ? (stored.width() - 1) * size : 0)
            + (fromBottom ? (stored.height() - 1) * stored.stride() : 0);
    ByteBuffer source = stored.pixels();
    byte[] target = new byte[width * height * size];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int from = start + y * stepY;
      for (int x = 0; x < width; x++, from += stepX) {
        for (int i = 0; i < size; i++) {
          target[at++] = source.get(from + i);
        }
      }
    }
    return Image.wrap(target, width, height, stored.format());
  }

  private boolean reversedX() {
    return swapAxes ? fromBottom : fromRight;
  }

  private boolean reversedY() {
    return swapAxes ? fromRight : fromBottom;
  }
}
