package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.tensor.FacePreprocessorTest;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
  private static final int MAX_BYTES_PER_FACE = 4096;
  private static final int CALLS = 50;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 30, 100})
  void steadyStateAllocatesAtMostFourKibibytesPerFace(int faces) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Image image = FacePreprocessorTest.picture(640, 480);
    List<FaceCrop> crops = Collections.nCopies(faces, new FaceCrop(100.5f, 80.25f, 230, 230));
    try (EmotionClassifier classifier =
        new OnnxClassifierBackend().open(TinyModel.gray("gray").model(), BackendOptions.DEFAULT)) {
      for (int i = 0; i < 20; i++) {
        classifier.classify(image, crops);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        classifier.classify(image, crops);
      }
      long perFace = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS / faces;
      assertThat(perFace).as("bytes per face").isBetween(1L, (long) MAX_BYTES_PER_FACE);
    }
  }
}
