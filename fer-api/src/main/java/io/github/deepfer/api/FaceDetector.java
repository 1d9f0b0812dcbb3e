package io.github.deepfer.api;

import java.util.List;

/**
 * Finds faces in pictures. Implementations are thread-safe.
 *
 * <p>{@link #close()} may be called at any time and from any thread but that of a running call,
 * which would wait for itself: it waits for running calls, a second call does nothing. {@link
 * io.github.deepfer.api.support.CloseGuard} does that for implementations.
 */
public interface FaceDetector extends AutoCloseable {
  /**
   * Finds the faces of a picture.
   *
   * @param image the picture, of any size from 1x1 pixels; not changed
   * @return the faces, each box inside the picture, highest score first; of equals the upper, then
   *     the left one first; empty when there is none
   * @throws InferenceException if the backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  List<DetectedFace> detect(Image image);

  /**
   * How this detector's boxes sit on a face.
   *
   * @return the framing that turns its boxes into crops for a classifier
   */
  Framing framing();

  /**
   * What runs.
   *
   * @return id, execution provider, library versions and models
   */
  BackendInfo info();

  @Override
  void close();
}
