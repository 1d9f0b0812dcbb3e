package io.github.deepfer.benchmarks.guard;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.benchmarks.Classifiers;
import io.github.deepfer.benchmarks.FaceInputSpeed;
import io.github.deepfer.benchmarks.Frames;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.PictureWriter;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.util.List;

/** Measures everything that has a {@link Limit}; its exit code is 1 if one is broken. */
public final class Guard {
  /** A limit that holds in one of these measurements holds: noise can only break it. */
  static final int ATTEMPTS = 4;

  private Guard() {}

  public static void main(String[] args) throws Exception {
    Classifiers.warmUp();
    boolean kept = run(checks(Classifiers::open));
    System.exit(kept ? 0 : 1);
  }

  /** Measures, tells of each finding, and returns whether all limits are kept. */
  static boolean run(List<Check> checks) throws Exception {
    boolean allKept = true;
    for (Check check : checks) {
      Finding finding = judge(check);
      System.out.println(finding);
      if (!finding.kept()) {
        allKept = false;
        System.out.println("       " + finding.limit().reason());
      }
    }
    return allKept;
  }

  static List<Check> checks(ClassifierOpener opener) {
    Image portrait = Frames.portrait(640, 480);
    Image five = Frames.group(640, 480, 5);
    Image small = Frames.group(320, 240, 1);
    Image smallFive = Frames.group(320, 240, 5);
    Image frame = Frames.group(640, 480, 1);
    return List.of(
        new OverheadCheck(opener, "lite-int8", portrait),
        new OverheadCheck(opener, "lite-int8", five),
        new AllocationCheck(opener, "face", "lite-int8", small),
        new AllocationCheck(opener, "face", "lite-int8", smallFive),
        new AllocationCheck(opener, "haar", "lite-int8", small),
        new AllocationCheck(opener, "haar", "lite-int8", smallFive),
        new DecodeCheck(640, 480),
        new InputCheck(new PictureWriter()::write, PixelFormat.BGR, 2 / 3.0),
        new InputCheck(new PictureWriter()::write, PixelFormat.GRAY, 0.5),
        new FaceInputCheck(faceWriter(), PixelFormat.BGR, 200),
        new SearchCheck(() -> HaarFaceDetector.builder().build(), frame),
        new SearchCheck(() -> HaarFaceDetector.builder().build(), portrait),
        new SessionRunCheck(opener, "cnn"),
        new BatchCheck(opener, "lite"),
        new BatchCheck(opener, "lite-int8"),
        new Int8Check(opener, "lite-int8", "lite"),
        new TwoThreadsCheck(opener, "lite-int8", small),
        new PicturesCheck(small),
        new ServerCheck(frame),
        new ColdStartCheck(frame));
  }

  private static FaceInputSpeed.Writer faceWriter() {
    FacePreprocessor preprocessor = new FacePreprocessor(FaceInputSpeed.spec());
    return (image, crop, tensor) -> preprocessor.write(image, image.pixels(), crop, tensor, 0);
  }

  /** Measures until the limit is kept, a bounded number of times. */
  static Finding judge(Check check) throws Exception {
    Finding finding = check.measure();
    for (int attempt = 1; attempt < ATTEMPTS && !finding.kept(); attempt++) {
      System.out.println("again: " + finding);
      finding = check.measure();
    }
    return finding;
  }
}
