package fake.provider;

import io.github.deepfer.api.*;
import io.github.deepfer.api.spi.*;
import java.io.ByteArrayInputStream;
import java.util.List;

/** A whole deployment in one file: providers, and the program that uses them. */
public final class Fakes {
  public static void main(String[] args) {
    try (Pipeline pipeline = Pipeline.create()) {
      Image image = Image.wrap(new byte[100], 10, 10, PixelFormat.GRAY);
      System.out.println(
          Pipeline.class.getModule().isNamed()
              + " "
              + pipeline.runtimeInfo().detector().id()
              + " "
              + pipeline.analyze(image).faces().get(0).emotion().label());
    }
  }

  private static BackendInfo info(String id) {
    return BackendInfo.builder(id).build();
  }

  abstract static class Base implements Provider {
    public String id() {
      return "tiny";
    }

    public int priority() {
      return 0;
    }

    public Availability availability() {
      return Availability.AVAILABLE;
    }
  }

  public static final class Detector extends Base implements FaceDetectorProvider {
    public FaceDetector open(BackendOptions options) {
      return new FaceDetector() {
        public List<DetectedFace> detect(Image image) {
          return List.of(new DetectedFace(new Box(1, 1, 8, 8), 1, null));
        }

        public Framing framing() {
          return Framing.BOX;
        }

        public BackendInfo info() {
          return Fakes.info("tiny");
        }

        public void close() {}
      };
    }
  }

  public static final class Backend extends Base implements ClassifierBackend {
    public String format() {
      return "tiny";
    }

    public EmotionClassifier open(Model model, BackendOptions options) {
      return new EmotionClassifier() {
        public List<EmotionProbabilities> classify(List<FaceView> faces) {
          return List.of(EmotionProbabilities.of(labels(), 1));
        }

        public List<Emotion> labels() {
          return List.of(Emotion.SURPRISE);
        }

        public BackendInfo info() {
          return Fakes.info(model.id());
        }

        public void close() {}
      };
    }
  }

  public static final class TinyModel extends Base implements ModelProvider {
    public Task task() {
      return Task.CLASSIFY;
    }

    public Model model() {
      return new Model("tiny", "tiny", null, () -> new ByteArrayInputStream(new byte[0]));
    }
  }
}
