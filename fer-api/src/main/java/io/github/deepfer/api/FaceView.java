package io.github.deepfer.api;

import java.util.Objects;

/**
 * A face as a classifier looks at it: where it is in which picture.
 *
 * @param image the picture
 * @param crop where the face is, framed as in FER2013 ({@link FaceDetector#framing()}); it may
 *     reach outside the picture
 */
public record FaceView(Image image, FaceCrop crop) {
  /** Checks that nothing is null. */
  public FaceView {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(crop, "crop");
  }

  /**
   * A picture that shows one face and nothing else, such as a FER2013 row.
   *
   * @param face the picture
   * @return the whole picture as a face
   */
  public static FaceView whole(Image face) {
    return new FaceView(face, FaceCrop.whole(face));
  }
}
