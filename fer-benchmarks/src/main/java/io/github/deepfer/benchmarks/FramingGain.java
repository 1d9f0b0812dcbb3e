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
 * What a detector's {@link Framing} is worth: faces of FER2013's PublicTest are enlarged by 2 to 5
 * into a picture whose border repeats the face's edge, the detector looks for them there, and those
 * that it finds once are classified as its framing crops them, as its boxes alone crop them, and as
 * the data framed them. Run it with {@code FramingGain fer2013.csv[.gz] [detector.onnx]}; without
 * the last it measures Haar.
 */
public final class FramingGain {
  private FramingGain() {}

  public static void main(String[] args) throws IOException {
    Random random = new Random(1);
    int seen = 0;
    int found = 0;
    int framed = 0;
    int boxed = 0;
    int asLabelled = 0;
    try (FaceDetector detector = EnlargedFaces.detector(args.length > 1 ? args[1] : null);
        EmotionClassifier classifier = Classifiers.open("lite", 1);
        EnlargedFaces rows = new EnlargedFaces(Path.of(args[0]), "PublicTest")) {
      for (EnlargedFaces.Row row = rows.next(); row != null; row = rows.next()) {
        seen++;
        int side = EnlargedFaces.SIDE * 2 + random.nextInt(EnlargedFaces.SIDE * 3 + 1);
        Image picture = EnlargedFaces.picture(row.face(), side);
        List<DetectedFace> faces = detector.detect(picture);
        if (faces.size() != 1) {
          continue;
        }
        found++;
        FaceCrop crop = detector.framing().crop(faces.get(0).box());
        FaceCrop box = Framing.BOX.crop(faces.get(0).box());
        framed += top(classifier, picture, crop) == row.label() ? 1 : 0;
        boxed += top(classifier, picture, box) == row.label() ? 1 : 0;
        asLabelled +=
            top(classifier, row.face(), FaceCrop.whole(row.face())) == row.label() ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "faces %d, found once %d%naccuracy: framing %.2f %%, box alone %.2f %%, the data's frame"
            + " %.2f %%%n",
        seen,
        found,
        100.0 * framed / found,
        100.0 * boxed / found,
        100.0 * asLabelled / found);
  }

  private static Emotion top(EmotionClassifier classifier, Image image, FaceCrop crop) {
    return classifier.classify(image, List.of(crop)).get(0).top();
  }
}
