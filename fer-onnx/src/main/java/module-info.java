/** Emotion classifiers and face detectors on ONNX Runtime. */
module io.github.deepfer.onnx {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires com.microsoft.onnxruntime;
  requires org.slf4j;

  exports io.github.deepfer.onnx.classify;
  exports io.github.deepfer.onnx.detect;

  provides io.github.deepfer.api.spi.ClassifierBackend with
      io.github.deepfer.onnx.classify.OnnxClassifierBackend;
  provides io.github.deepfer.api.spi.DetectorBackend with
      io.github.deepfer.onnx.detect.OnnxDetectorBackend;
}
