/**
 * The default set: API, ONNX Runtime classifiers, OpenCV detectors and decoding, the lite model.
 */
module io.github.deepfer {
  requires transitive io.github.deepfer.api;
  requires transitive io.github.deepfer.awt;
  requires transitive io.github.deepfer.opencv;
  requires io.github.deepfer.onnx;
  requires io.github.deepfer.models.lite;
}
