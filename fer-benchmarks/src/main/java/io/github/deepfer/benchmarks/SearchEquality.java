package io.github.deepfer.benchmarks;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.fixtures.FaceFrames;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts how often Haar's search from coarse to fine and OpenCV's search of every window find the
 * same faces: on the sample scenes, on generated frames, and on enlarged rows of FER2013. Run it
 * with {@code SearchEquality [fer2013.csv[.gz]]}.
 */
public final class SearchEquality implements AutoCloseable {
  private static final double MIN_IOU = 0.9;
  private static final int ENLARGED = 4 * EnlargedFaces.SIDE;
  private static final int ROWS = 1500;
  private static final long SEED = 1;

  private final FaceDetector search;
  private final FaceDetector every;
  private int faces;
  private int equal;
  private int extra;

  private SearchEquality(double scaleFactor, int minNeighbors) {
    search = builder(scaleFactor, minNeighbors).build();
    every = builder(scaleFactor, minNeighbors).exhaustive(true).build();
  }

  private static HaarFaceDetector.Builder builder(double scaleFactor, int minNeighbors) {
    return HaarFaceDetector.builder().scaleFactor(scaleFactor).minNeighbors(minNeighbors);
  }

  public static void main(String[] args) throws IOException {
    System.out.println("scale factor, neighbors, pictures: equal of OpenCV's, others");
    try (SearchEquality scenes = new SearchEquality(1.1, 5)) {
      Scenes.all().stream().map(Scene::image).forEach(scenes::compare);
      scenes.tell("1.1, 5, sample scenes");
    }
    List<Image> large = FaceFrames.random(300, 640, 480, SEED);
    List<Image> small = FaceFrames.random(800, 400, 300, SEED);
    for (Choice choice : List.of(new Choice(1.1, 5), new Choice(1.1, 3), new Choice(1.2, 3))) {
      choice.compare(large, "300 frames 640x480");
      choice.compare(small, "800 frames 400x300");
    }
    if (args.length > 0) {
      try (SearchEquality enlarged = new SearchEquality(1.1, 5);
          EnlargedFaces rows = new EnlargedFaces(Path.of(args[0]), "PublicTest")) {
        int seen = 0;
        for (EnlargedFaces.Row row = rows.next(); row != null && seen < ROWS; row = rows.next()) {
          seen++;
          enlarged.compare(EnlargedFaces.picture(row.face(), ENLARGED));
        }
        enlarged.tell("1.1, 5, " + seen + " rows");
      }
    }
  }

  private record Choice(double scaleFactor, int minNeighbors) {
    void compare(List<Image> frames, String name) {
      try (SearchEquality equality = new SearchEquality(scaleFactor, minNeighbors)) {
        frames.forEach(equality::compare);
        equality.tell(scaleFactor + ", " + minNeighbors + ", " + name);
      }
    }
  }

  private void compare(Image image) {
    List<DetectedFace> expected = every.detect(image);
    List<DetectedFace> found = search.detect(image);
    faces += expected.size();
    equal += inPlaceOf(expected, found);
    extra += found.size() - inPlaceOf(found, expected);
  }

  /** How many have one of the others in their place. */
  private static int inPlaceOf(List<DetectedFace> those, List<DetectedFace> others) {
    return (int)
        those.stream()
            .filter(
                face -> others.stream().anyMatch(other -> other.box().iou(face.box()) >= MIN_IOU))
            .count();
  }

  private void tell(String name) {
    System.out.printf("%s: %d of %d, %d%n", name, equal, faces, extra);
  }

  @Override
  public void close() {
    search.close();
    every.close();
  }
}
