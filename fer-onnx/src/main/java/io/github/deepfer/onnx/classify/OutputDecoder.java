package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.InferenceException;
import java.nio.FloatBuffer;
import java.util.List;

/** Turns a model's outputs into probabilities. Thread-safe. */
final class OutputDecoder {
  private static final double SUM_TOLERANCE = 1e-3;

  private final String modelId;
  private final List<Emotion> labels;
  private final ModelManifest.Output kind;
  private final double temperature;

  OutputDecoder(String modelId, ModelManifest manifest) {
    this.modelId = modelId;
    labels = manifest.labels();
    kind = manifest.output();
    temperature = manifest.temperature();
  }

  /**
   * Decodes one face.
   *
   * @param outputs the outputs of a run
   * @param face how many faces lie before this one
   */
  EmotionProbabilities decode(FloatBuffer outputs, int face) {
    float[] values = new float[labels.size()];
    outputs.get(face * values.length, values);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw wrong("a finite number for " + labels.get(i).label(), values[i]);
      }
    }
    if (kind == ModelManifest.Output.LOGITS) {
      softmax(values);
    } else {
      rescale(values);
    }
    return EmotionProbabilities.of(labels, values);
  }

  private void softmax(float[] logits) {
    double top = logits[0];
    for (float logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((logit - top) / temperature);
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (Math.exp((logits[i] - top) / temperature) / sum);
    }
  }

  private void rescale(float[] probabilities) {
    double sum = 0;
    for (float probability : probabilities) {
      if (probability < -SUM_TOLERANCE) {
        throw wrong("probabilities of 0 or more", probability);
      }
      sum += Math.max(0, probability);
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw wrong("probabilities that sum to 1", sum);
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = (float) (Math.max(0, probabilities[i]) / sum);
    }
  }

  private InferenceException wrong(String expected, double actual) {
    return new InferenceException(
        "model "
            + modelId
            + " must give "
            + expected
            + ", got "
            + actual
            + "; export the file again, or correct fer.output in its metadata");
  }
}
