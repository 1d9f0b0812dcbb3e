/** Fetches model files into the user's cache and verifies them. */
module io.github.deepfer.store {
  requires transitive io.github.deepfer.api;
  requires java.net.http;
  requires org.slf4j;

  exports io.github.deepfer.store;
}
