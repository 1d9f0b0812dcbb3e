package io.github.deepfer.api.video;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.FaceView;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Frames that tell their own time, and backends that answer by a script. */
final class Scripted {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;

  private static final BackendInfo INFO = BackendInfo.builder("scripted").build();

  private Scripted() {}

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /** The first four bytes are its time in milliseconds. */
  static Image image(long millis) {
    byte[] pixels = new byte[WIDTH * HEIGHT];
    ByteBuffer.wrap(pixels).putInt((int) millis);
    return Image.wrap(pixels, WIDTH, HEIGHT, PixelFormat.GRAY);
  }

  static long millis(Image image) {
    return image.pixels().getInt(0);
  }

  static Frame frame(long index, long millis) {
    return new Frame(index, ms(millis), image(millis));
  }

  static EmotionProbabilities happy(double share) {
    return EmotionProbabilities.of(
        List.of(Emotion.HAPPY, Emotion.SAD), (float) share, (float) (1 - share));
  }

  static Pipeline pipeline(
      Function<Image, List<DetectedFace>> detect,
      BiFunction<Image, FaceCrop, EmotionProbabilities> classify) {
    return Pipeline.builder().detector(detector(detect)).classifier(classifier(classify)).build();
  }

  private static FaceDetector detector(Function<Image, List<DetectedFace>> detect) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(Image image) {
        return detect.apply(image);
      }

      @Override
      public Framing framing() {
        return Framing.BOX;
      }

      @Override
      public BackendInfo info() {
        return INFO;
      }

      @Override
      public void close() {}
    };
  }

  private static EmotionClassifier classifier(
      BiFunction<Image, FaceCrop, EmotionProbabilities> classify) {
    return new EmotionClassifier() {
      @Override
      public List<EmotionProbabilities> classify(List<FaceView> faces) {
        return faces.stream().map(face -> classify.apply(face.image(), face.crop())).toList();
      }

      @Override
      public List<Emotion> labels() {
        return List.of(Emotion.HAPPY, Emotion.SAD);
      }

      @Override
      public BackendInfo info() {
        return INFO;
      }

      @Override
      public void close() {}
    };
  }
}
