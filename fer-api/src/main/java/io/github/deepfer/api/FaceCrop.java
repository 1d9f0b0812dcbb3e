package io.github.deepfer.api;

import org.jspecify.annotations.Nullable;

/**
 * The part of a picture that shows one face, framed as in FER2013: the face fills the square from
 * just above the eyebrows to the chin. It may reach outside the picture; what is missing there is
 * filled with the nearest pixel.
 *
 * @param x left edge in pixels; edges lie between pixels, 0 is the left edge of the first column
 * @param y top edge in pixels
 * @param width width in pixels, above 0
 * @param height height in pixels, above 0
 * @param landmarks where eyes, nose and mouth are, or null; a classifier may turn the square about
 *     its centre until the eyes are level, and one that was trained on aligned faces aligns them by
 *     these instead of taking the square
 */
public record FaceCrop(float x, float y, float width, float height, @Nullable Landmarks landmarks) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is not finite or a side is not above 0
   */
  public FaceCrop {
    if (!(Float.isFinite(x) && Float.isFinite(y) && Float.isFinite(width) && Float.isFinite(height))
        || width <= 0
        || height <= 0) {
      throw new IllegalArgumentException(
          "a crop needs a finite position and a size above 0, got "
              + (x + "," + y + " " + width + "x" + height));
    }
  }

  /**
   * A crop without landmarks.
   *
   * @param x as above
   * @param y as above
   * @param width as above
   * @param height as above
   * @throws IllegalArgumentException if a value is not finite or a side is not above 0
   */
  public FaceCrop(float x, float y, float width, float height) {
    this(x, y, width, height, null);
  }

  /**
   * The crop for a picture that shows one face and nothing else, such as a FER2013 row.
   *
   * @param image the picture
   * @return the whole picture
   */
  public static FaceCrop whole(Image image) {
    return new FaceCrop(0, 0, image.width(), image.height());
  }

  /**
   * Grows or shrinks the crop around its centre; the landmarks stay.
   *
   * @param factor above 0; 1 changes nothing
   * @return the scaled crop
   */
  public FaceCrop scaled(float factor) {
    float newWidth = width * factor;
    float newHeight = height * factor;
    return new FaceCrop(
        x + (width - newWidth) / 2, y + (height - newHeight) / 2, newWidth, newHeight, landmarks);
  }

  /**
   * Tells where the landmarks are.
   *
   * @param points in pixels of the picture, or null for none
   * @return the same square with these landmarks
   */
  public FaceCrop withLandmarks(@Nullable Landmarks points) {
    return new FaceCrop(x, y, width, height, points);
  }
}
