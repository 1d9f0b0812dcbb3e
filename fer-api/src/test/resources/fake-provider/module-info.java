module fake.provider {
  requires io.github.deepfer.api;

  provides io.github.deepfer.api.spi.FaceDetectorProvider with
      fake.provider.Fakes.Detector;
  provides io.github.deepfer.api.spi.ClassifierBackend with
      fake.provider.Fakes.Backend;
  provides io.github.deepfer.api.spi.ModelProvider with
      fake.provider.Fakes.TinyModel;
}
