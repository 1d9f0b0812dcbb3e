/** ResNet50V2 for 48x48 grey faces as a model that {@code io.github.deepfer.api} finds. */
module io.github.deepfer.models.resnet {
  requires io.github.deepfer.api;
  requires static org.jspecify;

  // Model.ofResource reads the file that lies in this package.
  opens io.github.deepfer.models.resnet to
      io.github.deepfer.api;

  provides io.github.deepfer.api.spi.ModelProvider with
      io.github.deepfer.models.resnet.ResNet50V2ModelProvider;
}
