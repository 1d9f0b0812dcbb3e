package io.github.deepfer.api;

/**
 * How the boxes of one detector relate to the framing of FER2013 faces. Detectors frame faces
 * differently (a Haar box starts at mid-forehead, a YuNet box at the hairline), while a classifier
 * needs the framing that it was trained on.
 *
 * @param scale side of the square crop divided by the longer side of the box, above 0
 * @param offsetX shift of the crop's centre from the box's centre, in box widths; positive is right
 * @param offsetY shift of the crop's centre from the box's centre, in box heights; positive is down
 */
public record Framing(float scale, float offsetX, float offsetY) {
  /** The box itself, made square. */
  public static final Framing BOX = new Framing(1, 0, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the scale is not above 0 or a value is not finite
   */
  public Framing {
    if (!(scale > 0 && Float.isFinite(scale + offsetX + offsetY))) {
      throw new IllegalArgumentException(
          "a framing needs a scale above 0 and finite offsets, got "
              + (scale + ", " + offsetX + ", " + offsetY));
    }
  }

  /**
   * Frames one box.
   *
   * @param box the detector's box
   * @return the square crop to classify
   */
  public FaceCrop crop(Box box) {
    float side = scale * Math.max(box.width(), box.height());
    float centerX = box.x() + box.width() * (0.5f + offsetX);
    float centerY = box.y() + box.height() * (0.5f + offsetY);
    return new FaceCrop(centerX - side / 2, centerY - side / 2, side, side);
  }
}
