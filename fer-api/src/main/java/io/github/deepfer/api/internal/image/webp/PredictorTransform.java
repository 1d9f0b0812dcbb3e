package io.github.deepfer.api.internal.image.webp;

/** Pixels are what they differ by from those before (RFC 9649, section 4.1). */
final class PredictorTransform implements LosslessFrame.Transform {
  private static final int BLACK = 0xFF000000;

  private final int width;
  private final int sizeBits;
  private final int[] blocks;

  /** With the mode of each block as its green. */
  PredictorTransform(int width, int sizeBits, int[] blocks) {
    this.width = width;
    this.sizeBits = sizeBits;
    this.blocks = blocks;
  }

  @Override
  public int[] undo(int[] pixels, int height) {
    int perRow = LosslessFrame.blocks(width, sizeBits);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        int predicted;
        if (y == 0) {
          predicted = x == 0 ? BLACK : pixels[at - 1];
        } else if (x == 0) {
          predicted = pixels[at - width];
        } else {
          int mode = blocks[(y >> sizeBits) * perRow + (x >> sizeBits)] >> 8 & 0xF;
          predicted = predict(mode, pixels, at);
        }
        pixels[at] = Argb.add(pixels[at], predicted);
      }
    }
    return pixels;
  }

  /** What is above the last pixel of a row to the right is the first one of the row. */
  private int predict(int mode, int[] pixels, int at) {
    int left = pixels[at - 1];
    int above = pixels[at - width];
    int aboveLeft = pixels[at - width - 1];
    int aboveRight = pixels[at - width + 1];
    return switch (mode) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> aboveRight;
      case 4 -> aboveLeft;
      case 5 -> Argb.mean(Argb.mean(left, aboveRight), above);
      case 6 -> Argb.mean(left, aboveLeft);
      case 7 -> Argb.mean(left, above);
      case 8 -> Argb.mean(aboveLeft, above);
      case 9 -> Argb.mean(above, aboveRight);
      case 10 -> Argb.mean(Argb.mean(left, aboveLeft), Argb.mean(above, aboveRight));
      case 11 -> select(left, above, aboveLeft);
      case 12 -> gradient(left, above, aboveLeft);
      case 13 -> halfGradient(Argb.mean(left, above), aboveLeft);
      default -> BLACK;
    };
  }

  /** The one of two that is nearer to their sum less the corner. */
  private static int select(int left, int above, int corner) {
    int toLeft = 0;
    int toAbove = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int cornerChannel = Argb.channel(corner, shift);
      toLeft += Math.abs(Argb.channel(above, shift) - cornerChannel);
      toAbove += Math.abs(Argb.channel(left, shift) - cornerChannel);
    }
    return toLeft < toAbove ? left : above;
  }

  private static int gradient(int left, int above, int corner) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int sum = Argb.channel(left, shift) + Argb.channel(above, shift);
      result |= clamp(sum - Argb.channel(corner, shift)) << shift;
    }
    return result;
  }

  private static int halfGradient(int mean, int corner) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int channel = Argb.channel(mean, shift);
      result |= clamp(channel + (channel - Argb.channel(corner, shift)) / 2) << shift;
    }
    return result;
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
