package io.github.deepfer.examples;

import io.github.deepfer.api.*;
import java.nio.file.Path;

class Team {
  public static void main(String[] args) {
    try (Pipeline pipeline = Pipeline.create()) {
      Analysis analysis = pipeline.analyze(Image.read(Path.of("pictures/team.png")));
      for (Face face : analysis.faces()) {
        System.out.println(face.box() + " " + face.emotion() + " " + face.probability());
      }
    }
  }
}
