/** Public API of DeepFER: pictures in, faces with emotion probabilities out. */
module io.github.deepfer.api {
  requires static org.jspecify;
  requires org.slf4j;

  exports io.github.deepfer.api;
  exports io.github.deepfer.api.batch;
  exports io.github.deepfer.api.spi;
  exports io.github.deepfer.api.support;
  exports io.github.deepfer.api.video;

  uses io.github.deepfer.api.spi.FaceDetectorProvider;
  uses io.github.deepfer.api.spi.DetectorBackend;
  uses io.github.deepfer.api.spi.ClassifierBackend;
  uses io.github.deepfer.api.spi.ModelProvider;
  uses io.github.deepfer.api.spi.ImageDecoderProvider;
}
