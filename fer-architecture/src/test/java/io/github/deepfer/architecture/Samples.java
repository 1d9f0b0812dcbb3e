package io.github.deepfer.architecture;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Availability;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.api.support.CloseGuard;
import io.github.deepfer.api.support.StatePool;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.awt.ImageIoDecoderProvider;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.onnx.classify.OnnxClassifierBackend;
import io.github.deepfer.onnx.detect.OnnxDetectorBackend;
import io.github.deepfer.opencv.draw.VideoOverlay;
import io.github.deepfer.opencv.haar.HaarFaceDetector;
import io.github.deepfer.opencv.haar.HaarFaceDetectorProvider;
import io.github.deepfer.opencv.io.OpenCvImageDecoderProvider;
import io.github.deepfer.store.ModelCatalog;
import io.github.deepfer.store.ModelStore;
import io.github.deepfer.web.WebServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/** A sound value of each type that has public methods or is a parameter of one. */
final class Samples {
  private final List<Object> values;

  /** Those that need a file have it in the folder. */
  Samples(Path folder) {
    Image image = Image.wrap(new byte[64 * 64 * 3], 64, 64, PixelFormat.BGR);
    Box box = new Box(8, 8, 32, 32);
    Landmarks landmarks =
        new Landmarks(
            new Point(16, 16),
            new Point(32, 16),
            new Point(24, 24),
            new Point(18, 32),
            new Point(30, 32));
    DetectedFace found = new DetectedFace(box, 0.5f, landmarks);
    EmotionProbabilities happy = EmotionProbabilities.of(List.of(Emotion.HAPPY), 1f);
    Pipeline pipeline =
        Pipeline.builder()
            .detector((FaceDetector) implementing(FaceDetector.class))
            .classifier((EmotionClassifier) implementing(EmotionClassifier.class))
            .build();
    values =
        List.of(
            image,
            box,
            landmarks,
            found,
            happy,
            pipeline,
            Pipeline.builder(),
            new Point(16, 16),
            Framing.BOX,
            FaceCrop.whole(image),
            ImageLimits.DEFAULT,
            FaceQuality.Limits.DEFAULT,
            FaceQuality.measure(image, found, Framing.BOX),
            HeadPose.of(landmarks),
            new Face(1, box, 0.5f, null, happy),
            new Analysis(64, 64, List.of()),
            new TrackedFrame(Duration.ZERO, List.of(), List.of()),
            new Frame(0, Duration.ZERO, image),
            Availability.AVAILABLE,
            BackendInfo.builder("sample"),
            BackendInfo.builder("sample").build(),
            ModelInfo.builder("sample", "0"),
            ModelInfo.builder("sample", "0").build(),
            BackendOptions.builder(),
            BackendOptions.DEFAULT,
            new Model("sample", "onnx", null, () -> new ByteArrayInputStream(new byte[0])),
            VideoAnalyzer.builder(pipeline),
            VideoAnalyzer.builder(pipeline).build(),
            BatchAnalyzer.builder(pipeline),
            BatchAnalyzer.builder(pipeline).build(),
            new CloseGuard("sample"),
            new StatePool<>(Object::new, released -> {}),
            HaarFaceDetector.builder(),
            HaarFaceDetector.builder().build(),
            new VideoOverlay(),
            new HaarFaceDetectorProvider(),
            new OpenCvImageDecoderProvider(),
            new ImageIoDecoderProvider(),
            new OnnxClassifierBackend(),
            new OnnxDetectorBackend(),
            VideoWriter.open(folder.resolve("sample.mp4"), 64, 64, 25),
            VideoReader.open(written(folder.resolve("read.mp4"), image)),
            ModelCatalog.builtIn(),
            ModelCatalog.builtIn().models().get(0),
            ModelStore.builder(),
            ModelStore.builder().directory(folder).build(),
            WebServer.builder(pipeline),
            folder,
            "sample",
            Object.class,
            new IllegalStateException("sample"),
            Duration.ofSeconds(1),
            URI.create("https://localhost/sample"),
            new byte[64],
            new float[] {1},
            ByteBuffer.allocate(64 * 64 * 3),
            new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR),
            new ByteArrayInputStream(new byte[64]),
            new Mat(),
            List.of(),
            Map.of(),
            Set.of(),
            Stream.of());
  }

  private static Path written(Path file, Image image) {
    try (VideoWriter writer = VideoWriter.open(file, 64, 64, 25)) {
      writer.write(image, Duration.ZERO);
    }
    return file;
  }

  /** Of primitive types a small number. */
  Object of(Class<?> type) {
    if (type.isPrimitive()) {
      return number(type);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return values.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseGet(
            () -> {
              if (type.isInterface()) {
                return implementing(type);
              }
              throw new IllegalArgumentException("no sample of " + type + "; add one");
            });
  }

  private static Object number(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 4;
    }
    if (type == long.class) {
      return 4L;
    }
    return type == float.class ? (Object) 0.5f : (Object) 2.0;
  }

  /** Nothing that must be non-null is asked of it before the nulls are seen. */
  private static Object implementing(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
  }
}
