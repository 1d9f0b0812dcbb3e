/** Face detection, cameras, picture decoding and drawing with OpenCV. */
module io.github.deepfer.opencv {
  requires transitive io.github.deepfer.api;
  requires transitive org.bytedeco.opencv;

  exports io.github.deepfer.opencv;

  provides io.github.deepfer.api.spi.FaceDetectorProvider with
      io.github.deepfer.opencv.HaarFaceDetectorProvider,
      io.github.deepfer.opencv.YuNetFaceDetectorProvider;
  provides io.github.deepfer.api.spi.ImageDecoderProvider with
      io.github.deepfer.opencv.OpenCvImageDecoderProvider;
}
