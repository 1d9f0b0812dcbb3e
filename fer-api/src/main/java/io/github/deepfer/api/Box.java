package io.github.deepfer.api;

/**
 * A rectangle of whole pixels: columns {@code x} to {@code x + width - 1}, rows {@code y} to {@code
 * y + height - 1}.
 *
 * @param x left column
 * @param y top row
 * @param width width in pixels, at least 1
 * @param height height in pixels, at least 1
 */
public record Box(int x, int y, int width, int height) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if width or height is below 1
   */
  public Box {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a box must be at least 1x1 pixels, got " + width + "x" + height);
    }
  }

  /**
   * The number of pixels.
   *
   * @return width times height
   */
  public long area() {
    return (long) width * height;
  }

  /**
   * Intersection over union, the usual measure of agreement of two boxes.
   *
   * @param other the other box
   * @return 0 for disjoint boxes up to 1 for equal ones
   */
  public double iou(Box other) {
    long overlapWidth =
        Math.min((long) x + width, (long) other.x + other.width) - Math.max(x, other.x);
    long overlapHeight =
        Math.min((long) y + height, (long) other.y + other.height) - Math.max(y, other.y);
    if (overlapWidth <= 0 || overlapHeight <= 0) {
      return 0;
    }
    double overlap = (double) overlapWidth * overlapHeight;
    return overlap / (area() + other.area() - overlap);
  }
}
