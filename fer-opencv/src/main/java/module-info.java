/** Face detection, cameras, picture decoding and drawing with OpenCV. */
module io.github.deepfer.opencv {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires transitive org.bytedeco.opencv;

  exports io.github.deepfer.opencv.draw;
  exports io.github.deepfer.opencv.haar;
  exports io.github.deepfer.opencv.io;
  exports io.github.deepfer.opencv.mat;

  provides io.github.deepfer.api.spi.FaceDetectorProvider with
      io.github.deepfer.opencv.haar.HaarFaceDetectorProvider;
  provides io.github.deepfer.api.spi.ImageDecoderProvider with
      io.github.deepfer.opencv.io.OpenCvImageDecoderProvider;
}
