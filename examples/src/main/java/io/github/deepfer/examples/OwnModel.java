package io.github.deepfer.examples;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import java.nio.file.Path;
import java.util.Map;

/** Runs an ONNX file of your own, described by what it takes and gives. */
class OwnModel {
  public static void main(String[] args) {
    Model model =
        Model.ofFile(Path.of(args[0]))
            .describedBy(
                Map.of(
                    "fer.input.layout", "NCHW",
                    "fer.input.width", "48",
                    "fer.input.height", "48",
                    "fer.input.color", "gray",
                    "fer.input.scale", "0.00392156862745098",
                    "fer.labels", "angry, disgust, fear, happy, sad, surprise, neutral",
                    "fer.output", "logits"));
    try (Pipeline pipeline = Pipeline.builder().classifier(model).build()) {
      Analysis analysis = pipeline.analyze(Image.read(Path.of(args[1])));
      System.out.println(analysis.faces().size() + " faces, by " + pipeline.runtimeInfo());
    }
  }
}
