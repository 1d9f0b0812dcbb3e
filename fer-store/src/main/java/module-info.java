/** Fetches model files into the user's cache and verifies them. */
module io.github.deepfer.store {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires java.net.http;
  requires org.slf4j;

  exports io.github.deepfer.store;

  provides io.github.deepfer.api.spi.ModelProvider with
      io.github.deepfer.store.YuNetModelProvider,
      io.github.deepfer.store.UltraFaceModelProvider;
}
