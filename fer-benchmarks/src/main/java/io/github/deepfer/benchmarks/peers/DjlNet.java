package io.github.deepfer.benchmarks.peers;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;

/** A model file run by the Deep Java Library on its ONNX Runtime engine. */
final class DjlNet implements AutoCloseable {
  private final ZooModel<NDList, NDList> model;
  private final Predictor<NDList, NDList> predictor;

  DjlNet(Path file) throws IOException, MalformedModelException, ModelNotFoundException {
    model =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(file)
            .optEngine("OnnxRuntime")
            .optOption("intraOpNumThreads", "1")
            .optOption("interOpNumThreads", "1")
            .optTranslator(new NoopTranslator())
            .build()
            .loadModel();
    predictor = model.newPredictor();
  }

  /** The first head's outputs of all faces, one after the other. */
  float[] run(float[] faces, Shape shape) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList outputs = predictor.predict(new NDList(manager.create(faces, shape)));
      float[] values = outputs.head().toFloatArray();
      outputs.close();
      return values;
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
