package io.github.deepfer.benchmarks;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a detector's {@link Framing} is worth, and its landmarks: faces of FER2013's PublicTest are
 * enlarged by 2 to 5 into a picture whose border repeats the face's edge, the detector looks for
 * them there, and those that it finds once are classified with their eyes level, as the framing
 * crops them, as the boxes alone crop them, and as the data framed them. Run it with {@code
 * FramingGain fer2013.csv[.gz] [detector.onnx [degrees...]]}; without a detector it measures Haar,
 * with degrees the pictures are turned clockwise by each of them.
 */
public final class FramingGain {
  public static void main(String[] args) throws IOException {
    Path csv = Path.of(args[0]);
    try (FaceDetector detector = EnlargedFaces.detector(args.length > 1 ? args[1] : null);
        EmotionClassifier classifier = Classifiers.open("lite", 1)) {
      List<String> turns = args.length > 2 ? List.of(args).subList(2, args.length) : List.of("0");
      for (String degrees : turns) {
        new FramingGain().measure(csv, detector, classifier, Double.parseDouble(degrees));
      }
    }
  }

  private int found;
  private int level;
  private int framed;
  private int boxed;
  private int asLabelled;

  private FramingGain() {}

  private void measure(
      Path csv, FaceDetector detector, EmotionClassifier classifier, double degrees)
      throws IOException {
    Random random = new Random(1);
    int seen = 0;
    try (EnlargedFaces rows = new EnlargedFaces(csv, "PublicTest")) {
      for (EnlargedFaces.Row row = rows.next(); row != null; row = rows.next()) {
        seen++;
        int side = EnlargedFaces.SIDE * 2 + random.nextInt(EnlargedFaces.SIDE * 3 + 1);
        Image picture = EnlargedFaces.picture(row.face(), side, degrees);
        List<DetectedFace> faces = detector.detect(picture);
        if (faces.size() == 1) {
          found++;
          count(classifier, row, picture, detector.framing(), faces.get(0));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "turned by %.0f degrees: faces %d, found once %d%naccuracy: level %.2f %%, framing %.2f %%,"
            + " box alone %.2f %%, the data's frame %.2f %%%n",
        degrees,
        seen,
        found,
        100.0 * level / found,
        100.0 * framed / found,
        100.0 * boxed / found,
        100.0 * asLabelled / found);
  }

  private void count(
      EmotionClassifier classifier,
      EnlargedFaces.Row row,
      Image picture,
      Framing framing,
      DetectedFace face) {
    FaceCrop crop = framing.crop(face.box());
    FaceCrop box = Framing.BOX.crop(face.box());
    FaceCrop levelled = crop.withLandmarks(face.landmarks());
    level += top(classifier, picture, levelled) == row.label() ? 1 : 0;
    framed += top(classifier, picture, crop) == row.label() ? 1 : 0;
    boxed += top(classifier, picture, box) == row.label() ? 1 : 0;
    asLabelled += top(classifier, row.face(), FaceCrop.whole(row.face())) == row.label() ? 1 : 0;
  }

  private static Emotion top(EmotionClassifier classifier, Image image, FaceCrop crop) {
    return classifier.classify(image, List.of(crop)).get(0).top();
  }
}
