package io.github.deepfer.benchmarks;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.HaarFaceDetector;
import io.github.deepfer.opencv.YuNetFaceDetector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What a detector's {@link Framing} is worth: faces of FER2013's PublicTest are enlarged by 2 to 5
 * into a picture whose border repeats the face's edge, the detector looks for them there, and those
 * that it finds once are classified as its framing crops them, as its boxes alone crop them, and as
 * the data framed them. Run it with {@code FramingGain fer2013.csv[.gz] [yunet.onnx]}; without the
 * last it measures Haar.
 */
public final class FramingGain {
  private static final int SIDE = 48;
  private static final List<Emotion> LABELS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.SAD,
          Emotion.SURPRISE,
          Emotion.NEUTRAL);

  private FramingGain() {}

  public static void main(String[] args) throws IOException {
    Random random = new Random(1);
    int seen = 0;
    int found = 0;
    int framed = 0;
    int boxed = 0;
    int asLabelled = 0;
    try (FaceDetector detector =
            args.length > 1
                ? YuNetFaceDetector.builder(Path.of(args[1])).build()
                : HaarFaceDetector.builder().build();
        EmotionClassifier classifier = Classifiers.open("lite", 1);
        BufferedReader lines = open(Path.of(args[0]))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.endsWith(",PublicTest")) {
          continue;
        }
        seen++;
        String[] columns = line.split(",", -1);
        Emotion label = LABELS.get(Integer.parseInt(columns[0]));
        Image face = face(columns[1].strip().split(" "));
        Image picture = picture(face, SIDE * 2 + random.nextInt(SIDE * 3 + 1));
        List<DetectedFace> faces = detector.detect(picture);
        if (faces.size() != 1) {
          continue;
        }
        found++;
        FaceCrop crop = detector.framing().crop(faces.get(0).box());
        FaceCrop box = Framing.BOX.crop(faces.get(0).box());
        framed += top(classifier, picture, crop) == label ? 1 : 0;
        boxed += top(classifier, picture, box) == label ? 1 : 0;
        asLabelled += top(classifier, face, FaceCrop.whole(face)) == label ? 1 : 0;
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

  private static BufferedReader open(Path csv) throws IOException {
    InputStream file = Files.newInputStream(csv);
    InputStream text = csv.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII));
  }

  private static Image face(String[] values) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Integer.parseInt(values[i]);
    }
    return Image.wrap(pixels, SIDE, SIDE, PixelFormat.GRAY);
  }

  private static Image picture(Image face, int enlarged) {
    byte[] pixels = new byte[SIDE * SIDE];
    face.pixels().get(pixels);
    int border = enlarged / 2;
    int side = enlarged + 2 * border;
    try (BytePointer pointer = new BytePointer(pixels);
        Mat mat = new Mat(SIDE, SIDE, opencv_core.CV_8UC1, pointer);
        Mat large = new Mat();
        Size size = new Size(enlarged, enlarged)) {
      opencv_imgproc.resize(mat, large, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_core.copyMakeBorder(
          large, large, border, border, border, border, opencv_core.BORDER_REPLICATE);
      byte[] result = new byte[side * side];
      large.data().get(result);
      return Image.wrap(result, side, side, PixelFormat.GRAY);
    }
  }
}
