/** The face detector's net as a model that {@code io.github.deepfer.api} finds. */
module io.github.deepfer.models.face {
  requires io.github.deepfer.api;
  requires static org.jspecify;

  // Model.ofResource reads the file that lies in this package.
  opens io.github.deepfer.models.face to
      io.github.deepfer.api;

  provides io.github.deepfer.api.spi.ModelProvider with
      io.github.deepfer.models.face.FaceModelProvider;
}
