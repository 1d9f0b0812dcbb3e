package io.github.deepfer.api;

import java.util.List;

/**
 * Tells the emotion of faces. Implementations are thread-safe.
 *
 * <p>{@link #close()} may be called at any time and from any thread: it waits for running calls, a
 * second call does nothing.
 */
public interface EmotionClassifier extends AutoCloseable {
  /**
   * Classifies faces of one picture, in one batch where the backend can.
   *
   * @param image the picture; not changed
   * @param crops where the faces are, framed as in FER2013 ({@link FaceDetector#framing()})
   * @return the probabilities, in the order of the crops
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  List<EmotionProbabilities> classify(Image image, List<FaceCrop> crops);

  /**
   * Classifies a picture that shows one face and nothing else, such as a FER2013 row.
   *
   * @param face the picture
   * @return the probabilities
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  default EmotionProbabilities classify(Image face) {
    return classify(face, List.of(FaceCrop.whole(face))).get(0);
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
