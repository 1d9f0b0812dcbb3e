package io.github.deepfer.testkit;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import java.util.List;

/**
 * A picture of which it is known who is on it.
 *
 * @param name the file's name without its extension
 * @param image the picture, RGB
 * @param faces all its faces
 */
public record Scene(String name, Image image, List<LabelledFace> faces) {
  /** Copies the list. */
  public Scene {
    faces = List.copyOf(faces);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A face that is known to be there.
   *
   * @param box where it is, framed as in FER2013
   * @param emotion what it shows
   */
  public record LabelledFace(Box box, Emotion emotion) {}
}
