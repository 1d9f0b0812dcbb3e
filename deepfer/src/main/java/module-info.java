/**
 * The starter: API, ONNX Runtime, the face detector {@code face}, the classifier {@code lite}, and
 * picture decoding with ImageIO.
 */
module io.github.deepfer {
  requires transitive io.github.deepfer.api;
  requires transitive io.github.deepfer.awt;
  requires io.github.deepfer.onnx;
  requires io.github.deepfer.models.face;
  requires io.github.deepfer.models.lite;
}
