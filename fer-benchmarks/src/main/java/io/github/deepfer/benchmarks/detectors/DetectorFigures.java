package io.github.deepfer.benchmarks.detectors;

import com.sun.management.OperatingSystemMXBean;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.models.face.FaceModelProvider;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which labelled faces detectors find with their defaults, and the time they take, as a table. Run
 * it with {@code DetectorFigures FOLDER PREFIX held-out|trained|all DETECTOR...}: a folder of
 * pictures with {@code boxes.csv}, how the names of the pictures begin, whether to take those that
 * the training of {@code face} left out, and {@code haar}, {@code face} or ONNX files of YuNet or
 * UltraFace. The detectors take turns picture by picture; the time is that of all threads on the
 * processor.
 */
public final class DetectorFigures {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int FIRST_DETECTOR = 3;

  private DetectorFigures() {}

  public static void main(String[] args) throws IOException {
    if (args.length <= FIRST_DETECTOR || !List.of("held-out", "trained", "all").contains(args[2])) {
      System.err.println("usage: DetectorFigures FOLDER PREFIX held-out|trained|all DETECTOR...");
      System.exit(2);
    }
    List<LabelledPicture> pictures =
        LabelledPicture.read(Path.of(args[0]), args[1]).stream()
            .filter(p -> args[2].equals("all") || p.isHeldOut() == args[2].equals("held-out"))
            .toList();
    List<Subject> subjects = new ArrayList<>();
    try {
      for (String name : Arrays.asList(args).subList(FIRST_DETECTOR, args.length)) {
        subjects.add(new Subject(name));
      }
      for (LabelledPicture picture : pictures) {
        Image image = Image.read(picture.file());
        subjects.forEach(subject -> subject.look(image, picture));
      }
      print(args[2], pictures.size(), subjects);
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private static void print(String part, int pictures, List<Subject> subjects) {
    System.out.printf("%d pictures, %s%n%n", pictures, part);
    System.out.println(
        "| detector | bare, >= 40 px | 20 to 40 | < 20 | masked, >= 40 px | smaller |"
            + " unmatched boxes | ms |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Subject subject : subjects) {
      System.out.printf(
          Locale.ROOT,
          "| %s |%s %.1f |%n",
          subject.name,
          subject.score.cells(),
          subject.nanos / 1e6 / pictures);
    }
  }

  private static final class Subject implements AutoCloseable {
    final String name;
    final Score score = new Score();
    final FaceDetector detector;
    long nanos;

    Subject(String name) {
      this.name = Path.of(name).getFileName().toString();
      detector = open(name);
    }

    private static FaceDetector open(String name) {
      if (name.equals("haar")) {
        return HaarFaceDetector.builder().build();
      }
      Model model =
          name.equals("face") ? new FaceModelProvider().model() : Model.ofFile(Path.of(name));
      return new OnnxDetectorBackend().open(model, BackendOptions.DEFAULT);
    }

    void look(Image image, LabelledPicture picture) {
      long start = SYSTEM.getProcessCpuTime();
      List<DetectedFace> found = detector.detect(image);
      nanos += SYSTEM.getProcessCpuTime() - start;
      score.add(picture.faces(), found);
    }

    @Override
    public void close() {
      detector.close();
    }
  }
}
