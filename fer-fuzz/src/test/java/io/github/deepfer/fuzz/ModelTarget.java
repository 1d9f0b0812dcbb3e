package io.github.deepfer.fuzz;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.onnx.classify.OnnxClassifierBackend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** A model file is opened and classifies, or is an error. */
final class ModelTarget implements Target {
  private static final BackendOptions OPTIONS =
      BackendOptions.builder().gpu(GpuPolicy.OFF).threads(1).build();

  private final Image image = Image.wrap(new byte[64 * 64], 64, 64, PixelFormat.GRAY);

  @Override
  public void run(byte[] input) {
    Model model = new Model("fuzzed", "onnx", null, () -> new ByteArrayInputStream(input));
    try (EmotionClassifier classifier = new OnnxClassifierBackend().open(model, OPTIONS)) {
      classifier.classify(image, List.of(FaceCrop.whole(image)));
    } catch (FerException e) {
      // What is documented.
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return Seeds.withExtension(List.of("onnx"));
  }
}
