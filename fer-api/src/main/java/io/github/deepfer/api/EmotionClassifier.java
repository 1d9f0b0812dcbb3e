package io.github.deepfer.api;

import java.util.List;
import java.util.Objects;

/**
 * Tells the emotion of faces. Implementations are thread-safe.
 *
 * <p>{@link #close()} may be called at any time and from any thread but that of a running call,
 * which would wait for itself: it waits for running calls, a second call does nothing. {@link
 * io.github.deepfer.api.support.CloseGuard} does that for implementations.
 */
public interface EmotionClassifier extends AutoCloseable {
  /**
   * Classifies faces, of one picture or of many, in as few runs as the backend can. A backend
   * bounds what it runs at once, so that the list may be of any length.
   *
   * @param faces where the faces are; the pictures are not changed
   * @return the probabilities, in the order of the faces; empty for no face
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  List<EmotionProbabilities> classify(List<FaceView> faces);

  /**
   * Classifies faces of one picture.
   *
   * @param image the picture; not changed
   * @param crops where the faces are, framed as in FER2013 ({@link FaceDetector#framing()})
   * @return the probabilities, in the order of the crops
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  default List<EmotionProbabilities> classify(Image image, List<FaceCrop> crops) {
    Objects.requireNonNull(image, "image");
    return classify(crops.stream().map(crop -> new FaceView(image, crop)).toList());
  }

  /**
   * Classifies a picture that shows one face and nothing else, such as a FER2013 row.
   *
   * @param face the picture
   * @return the probabilities
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  default EmotionProbabilities classify(Image face) {
    return classify(List.of(FaceView.whole(face))).get(0);
  }

  /**
   * The emotions that this classifier knows.
   *
   * @return each emotion once, in the model's order
   */
  List<Emotion> labels();

  /**
   * What runs.
   *
   * @return id, execution provider, library versions and models
   */
  BackendInfo info();

  @Override
  void close();
}
