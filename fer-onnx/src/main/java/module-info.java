/** Emotion classifiers and face detectors on ONNX Runtime. */
module io.github.deepfer.onnx {
  requires transitive io.github.deepfer.api;
  requires com.microsoft.onnxruntime;
  requires org.slf4j;

  exports io.github.deepfer.onnx.classify;
  exports io.github.deepfer.onnx.detect;

  provides io.github.deepfer.api.spi.EmotionClassifierProvider with
      io.github.deepfer.onnx.classify.OnnxClassifierProvider;
  provides io.github.deepfer.api.spi.FaceDetectorProvider with
      io.github.deepfer.onnx.detect.OnnxFaceDetectorProvider;
}
