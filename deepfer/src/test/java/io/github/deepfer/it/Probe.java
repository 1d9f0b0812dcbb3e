package io.github.deepfer.it;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;

/** The main job in a process of its own. */
final class Probe {
  private Probe() {}

  public static void main(String[] args) {
    Image image = SmallScene.oneFace();
    try (Pipeline pipeline = Pipeline.create()) {
      Analysis analysis = pipeline.analyze(image);
      System.out.println(Pipeline.class.getModule());
      System.out.println(
          "faces " + analysis.faces().size() + " " + analysis.faces().get(0).emotion().label());
    }
  }
}
